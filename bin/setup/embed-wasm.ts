import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "esbuild";
import { gzip } from "./gzip.ts";
import { repository } from "./repository.mjs";

/**
 * Embeds the shell parser and its grammar, compressed: a bundle is one file.
 * @param open defines `open`, which decompresses base64
 */
export function embedWasm(open: string): Plugin {
  return {
    name: "embed-wasm",
    setup: (build) =>
      build.onLoad({ filter: /\/descriptors\/commands\/read-wasm\.ts$/ }, () => ({
        contents: `${open}
          export const readWasm = async () => ({
            parser: await open("${compressed("web-tree-sitter/web-tree-sitter.wasm")}"),
            grammar: await open("${compressed("tree-sitter-bash/tree-sitter-bash.wasm")}"),
          });`,
        resolveDir: repository,
      })),
  };
}

function compressed(file: string): string {
  return gzip(readFileSync(path.join(repository, "node_modules", file))).toString("base64");
}
