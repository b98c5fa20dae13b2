const forged = "app/api/agent/forged-signatures.test.ts";

export default [
  {
    name: "over-the-limit",
    invariant: "Guessing",
    file: "lib/limits/take.ts",
    find: "if (count > limit.limit) throw",
    replace: "if (count > limit.limit * 1000) throw",
    tests: ["lib/limits/take.test.ts"],
  },
  {
    name: "bogus-grants-are-failures",
    invariant: "Guessing",
    file: "lib/limits/limit-failures.ts",
    find: '  "invalid_grant",\n',
    tests: [`${forged} > grants with`],
  },
  {
    name: "texts-that-are-no-grant-are-failures",
    invariant: "Guessing",
    file: "app/api/agent/agent-caller.ts",
    find: 'await countFailures(c, "", async () => readGrant(jwt))',
    replace: "readGrant(jwt)",
    tests: [`${forged} > grants with`],
  },
  {
    name: "real-grants-at-any-limit",
    invariant: "Guessing",
    file: "lib/limits/limit-failures.ts",
    find: "  try {\n    return await attempt(",
    replace: "  if (usedUp) throw tooManyFailures(usedUp, now);\n  try {\n    return await attempt(",
    tests: [`${forged} > grants with`],
  },
];
