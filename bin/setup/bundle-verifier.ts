import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type BuildOptions, build } from "esbuild";
import { embedWasm } from "./embed-wasm.ts";
import { repository } from "./repository.mjs";

const page = path.join(repository, "bin/client/receipts/page");

/** The verifier without anything of Node. */
export const forBrowsers: BuildOptions = {
  absWorkingDir: repository,
  bundle: true,
  minify: true,
  write: false,
  platform: "browser",
  target: "es2022",
  plugins: [
    embedWasm(`const open = async (text) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    };`),
  ],
  // The shell parser loads these in Node alone.
  external: ["module", "fs/promises"],
  legalComments: "none",
  logLevel: "error",
};

/** Writes the page that verifies receipts: one file, which runs from anywhere and calls no server. */
export async function bundleVerifier(folder: string): Promise<void> {
  const [script, style] = await Promise.all([
    bundled({ ...forBrowsers, entryPoints: [path.join(page, "page.ts")], format: "esm" }),
    bundled({ entryPoints: [path.join(page, "page.css")], minify: true, write: false }),
  ]);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const html = readFileSync(path.join(page, "page.html"), "utf8")
    .replace("POLICY", () => policy)
    .replace("/* STYLE */", () => style)
    .replace("/* SCRIPT */", () => script);
  mkdirSync(path.join(folder, "verifier"), { recursive: true });
  writeFileSync(path.join(folder, "verifier/verify.html"), html);
}

async function bundled(options: BuildOptions): Promise<string> {
  const { outputFiles = [] } = await build(options);
  // A script that holds this text would end its element.
  return (outputFiles[0]?.text ?? "").replaceAll("</script", "<\\/script");
}

function hashOf(source: string): string {
  return `sha256-${createHash("sha256").update(source).digest("base64")}`;
}
