const parsing = "lib/json/parse.test.ts";

export default [
  {
    name: "exact-numbers",
    invariant: "Two readers of one JSON text",
    file: "client/src/json/read-strictly.ts",
    find: "if (!isExactNumber(match[0])) {",
    replace: 'if (!isExactNumber(match[0]) && match[0] === "") {',
    tests: [parsing],
  },
  {
    name: "lone-surrogates",
    invariant: "Two readers of one JSON text",
    file: "client/src/json/read-strictly.ts",
    find: '    if (!value.isWellFormed()) this.#fail("lone surrogate in a string");\n',
    tests: [parsing],
  },
  {
    name: "depth",
    invariant: "Two readers of one JSON text",
    file: "client/src/json/read-strictly.ts",
    find: "mostLevels = 16 }",
    replace: "mostLevels = 4096 }",
    tests: [parsing],
  },
];
