export default [
  {
    name: "unstorable-address-of-the-api",
    invariant: "U+0000 in an address is refused before the database sees it",
    file: "app/api/index.ts",
    find: 'api.use("*", refuseUnstorable);',
    replace: "void refuseUnstorable;",
    tests: ["app/api/hostile-input.test.ts"],
  },
  {
    name: "names-that-differ-in-case",
    invariant: "two readers of one JSON text",
    file: "lib/json/parse.ts",
    find: "this.isFolding ? foldName(name) : name",
    replace: "this.isFolding ? (foldName(name), name) : name",
    tests: ["lib/json/parse.test.ts"],
  },
];
