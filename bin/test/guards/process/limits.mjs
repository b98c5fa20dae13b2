export default [
  {
    name: "over-the-limit",
    invariant: "Guessing",
    file: "lib/limits/take.ts",
    find: "if (count > limit.limit) throw",
    replace: "if (count > limit.limit * 1000) throw",
    tests: ["lib/limits/take.test.ts"],
  },
];
