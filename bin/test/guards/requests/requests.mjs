const race = "app/api/agent/policy-race.test.ts";
const totals = "lib/requests/ask/totals.test.ts";
const batch = "lib/requests/ask/counted-batch.test.ts";
const countedBatch = "lib/requests/ask/insert-counted-batch.ts";
const splitting = "An agent splits its asks to stay under a total";

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
    invariant: splitting,
    file: countedBatch,
    find: "select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest",
    replace: "select name from unnest",
    tests: [`${totals} > two processes that count towards one total`],
  },
  {
    name: "total-read-after-its-lock",
    invariant: splitting,
    file: countedBatch,
    find: "from unnest(${names}::text[]) as name`.execute(),",
    replace: "from unnest(${names}::text[]) as name`,",
    tests: [`${totals} > two processes that count towards one total`],
  },
  {
    name: "total-of-the-owner-of-the-request",
    invariant: splitting,
    file: "lib/facts/read-totals.ts",
    find: "owner: ownerId, resource: action.resource }[per]",
    replace: "owner: agentId || ownerId, resource: action.resource }[per]",
    tests: [`${totals} > per owner: only agents of the same owner`],
  },
  {
    name: "earlier-asks-of-a-batch-count",
    invariant: splitting,
    file: countedBatch,
    find: `      if (insert.request.state !== "blocked") running.add(of);\n`,
    tests: [`${batch} > asks that arrive together share a transaction`],
  },
  {
    name: "blocked-asks-of-a-batch-do-not-count",
    invariant: splitting,
    file: countedBatch,
    find: `if (insert.request.state !== "blocked") running.add(of);`,
    replace: "running.add(of);",
    tests: [`${batch} > a blocked ask adds nothing`],
  },
  {
    name: "asks-that-are-not-stored-do-not-count",
    invariant: splitting,
    file: countedBatch,
    find: "    if (left.size > 0) throw new Unsettled(left);\n",
    replace: "    void Unsettled;\n",
    tests: [`${batch} > a repeated webhook-id is not counted`],
  },
  {
    name: "overdue-requests-leave-the-subtotals",
    invariant: splitting,
    file: "lib/facts/running-totals-query.ts",
    find: "from overdue r where r.created_at >= g.minute",
    replace: "from overdue r where false and r.created_at >= g.minute",
    tests: [`${totals} > an undecided request stops counting at its expiry`],
  },
  {
    name: "window-begins-within-a-minute",
    invariant: splitting,
    file: "lib/facts/running-totals-query.ts",
    find: "    ...requestsOf(parts, value, firstMinute),\n",
    replace: "    ...requestsOf({ ...parts, per: [] }, value, firstMinute),\n",
    tests: ["lib/facts/running-totals.test.ts"],
  },
  {
    name: "past-total-ends-with-its-request",
    invariant: splitting,
    file: "lib/facts/running-totals-query.ts",
    find: "    ...(parts.past ? requestsOf(parts, value, lastMinute) : []),\n",
    replace: "    ...(parts.past ? requestsOf({ ...parts, per: [] }, value, lastMinute) : []),\n",
    tests: ["lib/facts/running-totals.test.ts"],
  },
];
