import { readFile } from "node:fs/promises";

/** The parser and its bash grammar as WebAssembly, embedded in the command line's one file. */
export async function readWasm(): Promise<{ parser: Buffer<ArrayBuffer>; grammar: Buffer<ArrayBuffer> }> {
  // Hidden from the pages' bundler, which would read the files as modules.
  const { resolve } = process.getBuiltinModule("node:module").createRequire(import.meta.url);
  const [parser, grammar] = await Promise.all([
    readFile(resolve("web-tree-sitter/web-tree-sitter.wasm")),
    readFile(resolve("tree-sitter-bash/tree-sitter-bash.wasm")),
  ]);
  return { parser, grammar };
}
