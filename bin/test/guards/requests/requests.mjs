const race = "app/api/agent/policy-race.test.ts";

export default [
  {
    name: "policy-version-in-statement",
    invariant: 19,
    file: "lib/requests/ask/insert-requests.ts",
    find: "is_eligible and not is_outdated and",
    replace: "is_eligible and",
    tests: [`${race} > invariant 19: an ask that waits while a version is published`],
  },
  {
    name: "labels-in-the-insert",
    invariant: 19,
    file: "lib/requests/ask/insert-requests.ts",
    find: "locked.labels = asked.labels and ",
    tests: [`${race} > invariant 19: an ask that waits while labels change`],
  },
  {
    name: "head-locked-by-ask",
    invariant: 19,
    file: "lib/requests/ask/insert-requests.ts",
    find: "from policy_head where id = 1 for share",
    replace: "from policy_head where id = 1",
    tests: [`${race} > invariant 19: an ask that waits while a version is published`],
  },
  {
    name: "head-locked-by-approval",
    invariant: 19,
    file: "lib/approvals/commit-approval.ts",
    find: "    await lockPolicyVersion(tx);\n",
    tests: [`${race} > invariant 19: a publication waits for an approval`],
  },
  {
    name: "totals-across-processes",
    invariant: "an agent splits its asks to stay under a total",
    file: "lib/requests/ask/insert-with-totals.ts",
    find: "      await lock(sql, totalLocks(totals, of));\n",
    tests: ["lib/requests/ask/totals.test.ts > two processes that count towards one total"],
  },
  {
    name: "total-of-the-owner-of-the-request",
    invariant: "an agent splits its asks to stay under a total",
    file: "lib/facts/read-totals.ts",
    find: "  return sql`r.owner_id = ",
    replace:
      "  return sql`r.agent_id in (select id from agents a where a.owner_id = r.owner_id) and r.owner_id = ",
    tests: ["lib/requests/ask/totals.test.ts > an agent that goes to another owner"],
  },
];
