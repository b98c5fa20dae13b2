export default [
  {
    name: "another-audience",
    invariant: 6,
    file: "lib/grants/redeem.ts",
    find: "  refuseOtherAudience(input);\n",
    tests: ["app/api/grants.test.ts"],
  },
  {
    name: "another-action",
    invariant: 6,
    file: "lib/grants/redeem.ts",
    find: "  refuseOtherAction(claims, action, agent.id);\n",
    tests: ["app/api/grants.test.ts"],
  },
  {
    name: "grant-digest-in-statement",
    invariant: 6,
    file: "lib/grants/redeem-once.ts",
    find: " and g.action_digest = used.digest",
    tests: ["app/api/grants.test.ts"],
  },
];
