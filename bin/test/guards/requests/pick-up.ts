const pickUp = "app/api/boundary/pick-up.test.ts";

export default [
  {
    name: "same-agent-in-the-digest",
    invariant: 16,
    file: "lib/requests/pick-up/last-call.ts",
    find: "where c.agent_id = ${call.agentId} and c.action_digest = ${call.actionDigest}`",
    replace:
      "where c.agent_id <> ${call.agentId} or c.action_digest is not null order by c.request_id limit 1`",
    tests: [`${pickUp} > invariant 16: another agent`],
  },
  {
    name: "a-pick-up-belongs-to-its-boundary",
    invariant: 12,
    file: "lib/requests/pick-up/pick-up.ts",
    find: '  return boundary === undefined ? "" : `${boundary}.`;\n',
    replace: '  return boundary === undefined ? "" : "";\n',
    tests: [
      `${pickUp} > an approval that one registered boundary asked for`,
      "bin/client/proxy/decisions.test.ts > a call that was approved at one registered proxy",
    ],
  },
  {
    name: "a-pick-up-belongs-to-its-token",
    invariant: 12,
    file: "lib/requests/pick-up/pick-up.ts",
    find: "`held.${edge}.${keyId}.`",
    replace: "`held.${edge}.${keyId.slice(0, 0)}.`",
    tests: [`${pickUp} > an approval that one gateway asked for`],
  },
  {
    name: "one-webhook-id-for-simultaneous-calls",
    invariant: 12,
    file: "lib/requests/pick-up/pick-up.ts",
    find: "webhookId: `pick_up.${digest}.${sequence}`",
    replace: "webhookId: `pick_up.${digest}.${sequence}.${submission.webhookId}`",
    tests: [`${pickUp} > invariant 12: twenty simultaneous calls`, `${pickUp} > a call that stopped before`],
  },
  {
    name: "closed-answer-delivered-once",
    invariant: 12,
    file: "lib/requests/pick-up/last-call.ts",
    find: "\n      and delivered_at is null",
    tests: [`${pickUp} > of twenty simultaneous calls after a denial`],
  },
  {
    name: "an-earlier-call-never-replaces-a-later",
    invariant: 12,
    file: "lib/requests/pick-up/last-call.ts",
    find: "\n    where picked_up_calls.sequence < excluded.sequence",
    tests: ["lib/requests/pick-up/last-call.test.ts"],
  },
  {
    name: "redeemed-grant-is-a-new-call",
    invariant: 5,
    file: "lib/requests/pick-up/pick-up.ts",
    find: "return isClosed && last.deliveredTo",
    replace: "return (isClosed || request !== undefined) && last.deliveredTo",
    tests: [`${pickUp} > the same call again gets the grant`],
  },
  {
    name: "a-repeated-call-counts-as-an-ask",
    invariant: 23,
    file: "lib/requests/pick-up/pick-up.ts",
    find: "  await takeFromLimit(db, limit, now);\n",
    replace: "  void [takeFromLimit, limit];\n",
    tests: [`${pickUp} > a repeated call counts`],
  },
];
