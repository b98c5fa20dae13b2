const authority = "A test agent acts";
const baseline = "db/migrations/0000_baseline.sql";
const database = "lib/agents/test-agent.test.ts";
const requests = "app/api/agent/test-requests.test.ts";
const actionTypes = "lib/policy/action-types/check-action-types.test.ts";
const approvers = "app/api/browser/approvals/test-request-approvers.test.ts";
const gets = `${requests} > a test agent gets no key`;
const holds = "app/api/browser/approvals/test-request-holds.test.ts";
const words = `${requests} > no other agent can ask under the built-in words`;

/** The guard in one file, and the test that notices. */
const guard = (name: string, file: string, find: string, replace: string, tests: string) => ({
  ...{ name, invariant: authority, file, find, replace },
  tests: [tests],
});

export default [
  guard(
    "test-request-needs-no-number",
    "lib/policy/engine/verdict-on-test.ts",
    "    safeguards: { ...verdict.safeguards, numberMatching: false },\n",
    "",
    `${requests} > a test request needs no number`,
  ),
  guard(
    "test-request-needs-its-sender-alone",
    "lib/policy/engine/verdict-on-test.ts",
    "    requirements: [ownerAlone],\n    approvalsRequired: ownerAlone.approvals,\n",
    "",
    `${approvers} > whatever approvals and numbers policy requires`,
  ),
  guard(
    "pending-test-request-needs-its-sender-alone",
    "lib/publishing/pending-outcome.ts",
    "row.is_test ? verdictOnTest(verdict) : verdict",
    "row.is_test ? verdict : verdict",
    `${approvers} > whatever approvals and numbers policy requires`,
  ),
  guard(
    "approved-test-request-needs-its-sender-alone",
    "lib/approvals/require-current-policy.ts",
    "isTest ? verdictOnTest(verdict) : verdict",
    "isTest ? verdict : verdict",
    `${approvers} > whatever approvals and numbers policy requires`,
  ),
  guard(
    "delegate-decides-no-test-request",
    "lib/approvals/eligible-approvers.ts",
    'join request on ${realAgentIn(sql, "request")}',
    "join request on true",
    `${approvers} > a test request is for its sender alone`,
  ),
  guard(
    "delegate-reads-no-test-request",
    "lib/approvals/visibility.ts",
    ' and ${realAgent("a")}',
    "",
    `${approvers} > a test request is for its sender alone`,
  ),
  guard(
    "delegate-searches-no-test-request",
    "lib/requests/visible-requests.ts",
    ' and ${realAgent("owned")}',
    "",
    `${approvers} > a test request is for its sender alone`,
  ),
  guard(
    "test-edge-is-a-test-agents",
    baseline,
    "NOT EXISTS (SELECT FROM agents WHERE id = NEW.agent_id AND is_test)",
    "NOT EXISTS (SELECT FROM agents WHERE id = NEW.agent_id)",
    `${database} > the database gives the edge`,
  ),
  guard(
    "test-edge-stays",
    baseline,
    "WHEN ('test' IN (OLD.edge, NEW.edge)\n    AND",
    "WHEN (false AND",
    `${database} > the database gives the edge`,
  ),
  guard(
    "grant-moves-to-no-test-agent",
    baseline,
    "BEFORE UPDATE OF agent_id ON grants",
    "BEFORE UPDATE OF kid ON grants",
    `${database} > the database gives the edge`,
  ),
  guard(
    "test-type-is-refused-in-a-trial",
    "lib/requests/ask/try-ask.ts",
    "  checkAction(policy, { caller: { id: agentId, isTest: agent.isTest }, ask: { action } });\n",
    "  void checkAction;\n",
    "lib/requests/ask/try-ask.test.ts > the action type of test requests",
  ),
  guard(
    "test-type-is-for-test-agents",
    "lib/requests/ask/check-action.ts",
    "action.type === testRequestType && !caller.isTest",
    "action.type === testRequestType && caller.isTest === undefined",
    words,
  ),
  guard(
    "test-agent-is-not-managed",
    "lib/agents/lock-agent.ts",
    "agent.isTest && !testAgentsToo",
    "agent.isTest && testAgentsToo === undefined",
    gets,
  ),
  guard(
    "test-request-words-of-a-read-caller",
    "lib/requests/ask/accepts-params.ts",
    "    checkAction(policy, submission);\n",
    "    void checkAction;\n",
    words,
  ),
  guard(
    "test-request-words-of-a-remembered-caller",
    "lib/requests/ask/submit-remembered.ts",
    "    checkAction(policy, submission);\n",
    "    void checkAction;\n",
    words,
  ),
  guard(
    "test-request-keeps-its-words",
    "lib/approvals/descriptions/descriptor-of.ts",
    "type === testRequestType ? undefined : catalog.get(type)",
    "type === testRequestType ? catalog.get(type) : catalog.get(type)",
    "lib/approvals/descriptions/descriptor-of.test.ts > no entry gives a test request other words",
  ),
  guard(
    "test-type-is-in-no-catalog",
    "lib/policy/action-types/check-action-types.ts",
    "return type === testRequestType",
    "return type === testRequestType && type.length === 0",
    `${actionTypes} > the action type of test requests can't be added`,
  ),
  guard(
    "test-words-are-in-no-catalog",
    "lib/policy/action-types/check-action-types.ts",
    "    ...reservedWordsFaults(entry),\n",
    "    ...reservedWordsFaults({ ...entry, title: entry.type, descriptor: undefined }),\n",
    `${actionTypes} > no other action type can have the words`,
  ),
  guard(
    "test-agent-name-is-reserved",
    "lib/agents/create-agent.ts",
    "  if (looksLikeTestAgent(name))\n",
    "  if (looksLikeTestAgent(name) && name.length === 0)\n",
    "lib/agents/create-agent.test.ts > isn't named like a test agent",
  ),
  guard(
    "test-request-takes-no-break-glass",
    "lib/approvals/break-glass/find-breakable.ts",
    "  if (row.is_test) throw onlyTest(requestId);\n",
    "  void onlyTest;\n",
    `${requests} > break-glass isn't available`,
  ),
  guard(
    "test-request-is-not-unexpected",
    "lib/approvals/unexpected/deny-and-hold.ts",
    "  if (isTest) throw onlyTest(requestId);\n",
    "  void [onlyTest, isTest];\n",
    `${holds} > a test request can't be denied as unexpected`,
  ),
  guard(
    "test-agent-is-not-held",
    "lib/lifecycle/hold-agent.ts",
    "const { ownerId } = await lockAgent(tx, { actor, agentId, ownerToo: true });",
    "const { ownerId } = await lockAgent(tx, { actor, agentId, ownerToo: true, testAgentsToo: true });",
    `${holds} > a test agent can't be held`,
  ),
  guard(
    "test-agent-has-no-hold-button",
    "lib/lifecycle/foresee-hold.ts",
    ' and ${realAgent("a")}',
    "",
    `${holds} > a test agent can't be held`,
  ),
  guard(
    "test-agent-is-not-held-from-search",
    "lib/search/search.ts",
    " && !agent.isTest",
    "",
    "lib/search/search.test.ts > an agent can be held from search",
  ),
  guard(
    "test-agent-ends-with-its-owner",
    "lib/lifecycle/quarantine-agents.ts",
    "  await endAgents(tx, { agentIds: idsThat(true), actor, now });\n",
    "  void endAgents;\n",
    `${requests} > a suspension of its owner ends a test agent`,
  ),
  guard(
    "test-requests-are-limited",
    "lib/requests/first-steps/send-test-request.ts",
    "limit: 10,",
    "limit: 1000,",
    `${requests} > a person sends at most ten an hour`,
  ),
  guard(
    "test-decisions-count-in-no-metric",
    "app/api/browser/approvals/decisions.ts",
    "  if (isTest) return;\n",
    "  void isTest;\n",
    `${requests} > a test request counts in no metric`,
  ),
  guard(
    "real-decisions-count",
    "app/api/browser/approvals/decisions.ts",
    "  if (isTest) return;\n",
    "  if (isTest || askedAt.getTime() > 0) return;\n",
    `${requests} > a real decision counts in the metric`,
  ),
  {
    ...{
      name: "one-open-test-request",
      invariant: 12,
      file: "lib/requests/first-steps/send-test-request.ts",
    },
    edits: [
      { find: '`test_${last?.id ?? "first"}`', replace: "`test_${Math.random()}`" },
      { find: "mostPending: 1,", replace: "mostPending: 100," },
    ],
    tests: [`${requests} > a person has one open test request`],
  },
];
