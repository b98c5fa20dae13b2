import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { bundleVerifier, forBrowsers } from "./bundle-verifier.ts";

const vectors = "docs/test-vectors";
const read = (file: string) => readFileSync(path.join(vectors, file));
const { receipts } = JSON.parse(read("verdicts.json").toString());

/** What browsers have as well. Nothing of Node: no process, Buffer or require. */
const inBrowsers = {
  ...{ atob, btoa, crypto, TextDecoder, TextEncoder, URL, WebAssembly },
  ...{ Blob, DecompressionStream, Response },
  pinned: read("keys.json"),
};

test("the verifier built for browsers, without anything of Node, gives each published receipt its verdict", async () => {
  const { outputFiles } = await build({
    ...forBrowsers,
    entryPoints: ["bin/client/receipts/receipt-words.ts"],
    write: false,
    format: "iife",
    globalName: "verifier",
    define: { "import.meta.url": '"https://countersign.example/verify"' },
  });
  const browser = createContext({ ...inBrowsers });
  runInContext(outputFiles[0]?.text ?? "", browser);
  const verdictOf = async (bytes: Uint8Array): Promise<unknown> => {
    Object.assign(browser, { bytes });
    return JSON.parse(
      await runInContext(
        `(async () => {
          const receipt = verifier.readReceipt(bytes, "it");
          const keys = verifier.readKeySet(pinned, "they");
          const { result } = await verifier.verified(receipt, keys, { howToPin: "" });
          const failed = result.checks.filter(({ passed }) => !passed).map(({ name }) => name);
          return JSON.stringify({ valid: result.valid, fails: failed });
        })().catch((fault) => JSON.stringify({ valid: false, fails: [fault.exit === "receipt_unreadable" ? "reading" : String(fault.stack)] }))`,
        browser,
      ),
    );
  };
  for (const { file, valid, fails } of receipts)
    expect([file, await verdictOf(read(file))]).toEqual([file, { valid, fails }]);
  expect(receipts.length).toBeGreaterThan(100);
});

test("the page is one file that names no other, and its policy allows its own script and style and no call", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-verifier-"));
  await bundleVerifier(folder);
  const html = readFileSync(path.join(folder, "verifier/verify.html"), "utf8");
  rmSync(folder, { recursive: true });
  const policy = /<meta http-equiv="content-security-policy" content="([^"]+)">/.exec(html)?.[1] ?? "";
  for (const name of ["script", "style"]) {
    const [, source = "", ...more] = html.split(new RegExp(`</?${name}(?: type="module")?>`));
    expect([name, source.length > 1000, more.length]).toEqual([name, true, 1]);
    const hash = createHash("sha256").update(source).digest("base64");
    expect(policy).toContain(`${name}-src 'sha256-${hash}'`);
  }
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).toContain("; connect-src 'none';");
  expect(policy).not.toMatch(/'self'|'unsafe-inline'|'unsafe-eval'|https?:/);
  const markup = html.replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
  expect([...markup.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, to]) => to)).toEqual([
    "data:,",
    "/verify",
  ]);
});
