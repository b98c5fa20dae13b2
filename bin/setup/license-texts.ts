import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./repository.mjs";

/** Embedded by `embed-wasm.ts`, whose inputs esbuild doesn't name. */
const embedded = ["node_modules/web-tree-sitter", "node_modules/tree-sitter-bash"];

/**
 * The license of Countersign and of each package in a bundle, as comments: a file that is handed on alone
 * has them, as they ask.
 * @param inputs the bundled files, relative to the repository
 * @throws for a package without a license
 */
export function licenseTexts(inputs: string[]): string {
  const packages = inputs.flatMap(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [],
  );
  const folders = [".", ...new Set([...packages, ...embedded].sort())];
  return folders.map((folder) => `\n/*! ${licenseOf(path.join(repository, folder))}\n*/\n`).join("");
}

function licenseOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  if (files.length === 0) throw new Error(`${name} has no license`);
  const texts = files.map((file) => readFileSync(path.join(folder, file), "utf8").trim());
  return [`${name} ${version}`, ...texts].join("\n\n").replaceAll("*/", "* /");
}
