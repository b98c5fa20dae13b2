const race = "app/api/policy-race.test.ts";

export default [
  {
    name: "policy-version-in-statement",
    invariant: 19,
    file: "lib/requests/keep-statement.ts",
    find: "stands and not is_outdated and",
    replace: "stands and",
    tests: [`${race} > invariant 19: an ask that waits while a version is published`],
  },
  {
    name: "head-locked-by-ask",
    invariant: 19,
    file: "lib/requests/keep-statement.ts",
    find: "from policy_head for share",
    replace: "from policy_head",
    tests: [`${race} > invariant 19: an ask that waits while a version is published`],
  },
  {
    name: "head-locked-by-approval",
    invariant: 19,
    file: "lib/approvals/approve.ts",
    find: "    await lockPolicyVersion(tx);\n",
    tests: [`${race} > invariant 19: a publication waits for an approval`],
  },
];
