const scope = "lib/requests/unusual/scope.test.ts";
const test = "lib/requests/unusual/find-unusual.test.ts";
const repeats = "lib/requests/unusual/approved-before";
const repeated = `${repeats}/find-approved-before.test.ts`;
const looksUsual = "An agent makes an unusual request look usual";

function forReaders(name, file, of) {
  return {
    name,
    invariant: 14,
    file: `${repeats}/${file}`,
    find: "readableRequests(viewer, now)",
    replace: 'readableRequests({ ...viewer, roles: ["admin"] }, now)',
    tests: [`${repeated} > learns nothing of it${of}`],
  };
}

export default [
  {
    name: "whole-history-for-its-readers",
    invariant: 14,
    file: "lib/requests/unusual/summarize-history.ts",
    find: "agentsReadInFull(viewer, now)}`",
    replace: 'agentsReadInFull({ ...viewer, roles: ["admin"] }, now)}`',
    tests: [`${scope} > a member of a group sees no finding`],
  },
  {
    name: "unusual-amounts-for-readers-of-the-history",
    invariant: 14,
    file: "lib/requests/unusual/list-unusual-amounts.ts",
    find: "agentsReadInFull(viewer, now)}",
    replace: 'agentsReadInFull({ ...viewer, roles: ["admin"] }, now)}',
    tests: [`${scope} > a member of a group sees no finding`],
  },
  {
    name: "readers-of-an-agents-history",
    invariant: 14,
    file: "lib/requests/visible-requests.ts",
    find: "select id from agents where owner_id = ${viewer.personId}\n",
    replace: "select id from agents where ${viewer.personId} <> ''\n",
    tests: [`${scope} > a member of a group sees no finding`],
  },
  {
    name: "denial-for-its-readers",
    invariant: 14,
    file: "lib/requests/unusual/denied-before.ts",
    find: "readableRequests(viewer, now)",
    replace: 'readableRequests({ ...viewer, roles: ["admin"] }, now)',
    tests: [`${scope} > a member of a group sees no finding`],
  },
  {
    name: "differences-for-their-readers",
    invariant: 14,
    file: "lib/requests/unusual/find-differences.ts",
    find: "readableRequests(viewer, now)",
    replace: 'readableRequests({ ...viewer, roles: ["admin"] }, now)',
    tests: [`${scope} > a member of a group sees no finding`],
  },
  {
    name: "history-of-this-agent",
    invariant: 14,
    file: "lib/requests/unusual/decided-before.ts",
    find: "agent_id = ${agentId} and",
    replace: "agent_id <> ${agentId} and",
    tests: [`${scope} > requests of another agent, and later requests, are no history`],
  },
  {
    name: "history-before-the-request",
    invariant: looksUsual,
    file: "lib/requests/unusual/decided-before.ts",
    find: 'id collate "C" < ${before}',
    replace: 'id collate "C" <> ${before}',
    tests: [`${scope} > requests of another agent, and later requests, are no history`],
  },
  {
    name: "history-decided-by-people",
    invariant: looksUsual,
    file: "lib/requests/unusual/summarize-history.ts",
    find: "from decided where state = 'approved'",
    replace: "from requests where agent_id = ${agent.id} and state <> 'pending'",
    tests: [`${test} > is an action type, a tool or a resource`],
  },
  {
    name: "history-without-break-glass",
    invariant: looksUsual,
    file: "lib/requests/unusual/decided-before.ts",
    find: " and not is_break_glass",
    tests: [`${test} > larger than the last approved amounts`],
  },
  {
    name: "history-of-bounded-length",
    invariant: 23,
    file: "lib/requests/unusual/decided-before.ts",
    find: " limit ${most}",
    tests: [`${test} > is looked for in the newest 1,000 decisions, and says so`],
  },
  {
    name: "listed-history-of-bounded-length",
    invariant: 23,
    file: "lib/requests/unusual/list-unusual-amounts.ts",
    find: "most: newestDecisions }",
    replace: "most: newestDecisions * 100 }",
    tests: ["lib/requests/unusual/list-unusual-amounts.test.ts > no more than the newest 200 decisions"],
  },
  {
    name: "small-approval-hides-no-denial",
    invariant: looksUsual,
    file: "lib/requests/unusual/denied-before.ts",
    find: "sql`action_digest = ${actionDigest}`",
    replace: "sql`false and action_digest = ${actionDigest}`",
    tests: [`${test} > a denial of the same action or resource`],
  },
  {
    name: "currency-is-a-code",
    invariant: 13,
    file: "lib/requests/unusual/amount-finding.ts",
    find: "/^[A-Z]{3}$/.test(currency)",
    replace: "currency.length > 0",
    tests: [`${test} > is compared with the last 30 only`],
  },
  {
    name: "amounts-of-one-currency",
    invariant: looksUsual,
    file: "lib/requests/unusual/summarize-history.ts",
    find: " and t.currency is not distinct from this.currency",
    tests: [`${test} > larger than the last approved amounts`],
  },
  {
    name: "own-members-only",
    invariant: 13,
    file: "lib/requests/unusual/differences.ts",
    find: "Object.hasOwn(branch, name) ? branch[name] : undefined",
    replace: "branch[name]",
    tests: ["lib/requests/unusual/differences.test.ts > the list of differences is complete"],
  },
  {
    name: "differences-limited-in-number",
    invariant: 23,
    file: "lib/requests/unusual/find-differences.ts",
    find: "shown.length < mostDifferences",
    replace: "shown.length < mostDifferences * 100",
    tests: [`${test} > are limited in number and count the rest`],
  },
  forReaders("repeats-for-their-readers", "find-approved-before.ts", ": not that it happened"),
  forReaders("listed-repeats-for-their-readers", "list-approved-before.ts", ": not that it happened"),
  forReaders("repeated-counterparty-for-its-readers", "find-same-counterparty.ts", " by a counterparty"),
  {
    name: "repeat-beyond-auto-approved-repetitions",
    invariant: looksUsual,
    file: `${repeats}/earlier-query.ts`,
    find: '(${sameAction("approved", most)}) union all ',
    tests: [`${repeated} > isn't hidden by 2,000 later requests`],
  },
];
