const parsing = "lib/json/parse.test.ts";

export default [
  {
    name: "exact-numbers",
    invariant: "Two readers of one JSON text",
    file: "lib/json/parse.ts",
    find: "if (!isExactNumber(match[0])) {",
    replace: 'if (!isExactNumber(match[0]) && match[0] === "") {',
    tests: [parsing],
  },
  {
    name: "lone-surrogates",
    invariant: "Two readers of one JSON text",
    file: "lib/json/parse.ts",
    find: '    if (!value.isWellFormed()) this.fail("lone surrogate in a string");\n',
    tests: [parsing],
  },
  {
    name: "depth",
    invariant: "Two readers of one JSON text",
    file: "lib/json/parse.ts",
    find: "const maximumDepth = 16;",
    replace: "const maximumDepth = 4096;",
    tests: [parsing],
  },
];
