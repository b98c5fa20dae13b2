const authority = "A test agent acts";
const baseline = "db/migrations/0000_baseline.sql";
const database = "lib/agents/test-agent.test.ts";
const requests = "app/api/agent/test-requests.test.ts";

/** The guard in one file, and the test that notices. */
const guard = (name: string, file: string, find: string, replace: string, tests: string) => ({
  ...{ name, invariant: authority, file, find, replace },
  tests: [tests],
});

export default [
  guard(
    "test-requests-get-no-reminder",
    "lib/notifications/planning/plan-requests.ts",
    " && !subject.agent.isTest",
    "",
    "lib/notifications/planning/plan-requests.test.ts > a test request",
  ),
  guard(
    "test-agent-keeps-its-owner",
    baseline,
    "\n    OR OLD.is_test AND NEW.owner_id IS DISTINCT FROM OLD.owner_id)",
    ")",
    `${database} > it stays a test agent of its owner`,
  ),
  guard(
    "no-agent-becomes-a-test-agent",
    baseline,
    "NEW.is_test IS DISTINCT FROM OLD.is_test\n    OR ",
    "",
    `${database} > it stays a test agent of its owner`,
  ),
  guard(
    "test-agent-gets-no-key",
    baseline,
    "IS DISTINCT FROM (NEW.algorithm = 'none')",
    "IS NULL",
    `${database} > the database refuses any other key`,
  ),
  guard(
    "test-agent-gets-no-moved-key",
    baseline,
    "BEFORE INSERT OR UPDATE OF agent_id, algorithm ON",
    "BEFORE INSERT ON",
    `${database} > the database refuses any other key`,
  ),
  guard(
    "test-agent-key-redeems-nothing",
    baseline,
    "\n      and expires_at = created_at",
    "",
    `${database} > its key has no material`,
  ),
  guard(
    "test-agent-gets-no-row-of-authority",
    baseline,
    "IF EXISTS (SELECT FROM agents WHERE id = NEW.agent_id AND is_test)",
    "IF EXISTS (SELECT FROM agents WHERE id IS NULL)",
    `${database} > the database refuses grants`,
  ),
  guard(
    "test-agent-gets-no-stored-grant",
    baseline,
    "ON a.id = g.agent_id WHERE a.is_test)",
    "ON a.id = g.agent_id WHERE a.id IS NULL)",
    `${database} > the database refuses grants`,
  ),
  guard(
    "one-test-agent-for-each-person",
    baseline,
    "CREATE UNIQUE INDEX agents_one_test_for_owner",
    "CREATE INDEX agents_one_test_for_owner",
    `${database} > a person has one test agent`,
  ),
  guard(
    "test-agent-is-for-admins",
    "lib/agents/test-agent.ts",
    '  requireRole(actor, "admin");\n',
    "  void requireRole;\n",
    `${database} > only an active approver who is an admin`,
  ),
  guard(
    "test-agent-is-for-approvers",
    "lib/agents/test-agent.ts",
    "  await requireApprovers(tx, [ownerId]);\n",
    "  void requireApprovers;\n",
    `${database} > only an active approver who is an admin`,
  ),
  guard(
    "approved-test-request-gives-no-grant",
    "lib/approvals/tally-approvals.ts",
    "request.isTest ? undefined : await issueGrant",
    "await issueGrant",
    `${requests} > a test request reaches its sender`,
  ),
  guard(
    "approved-test-request-counts-no-grant",
    "lib/approvals/tally-approvals.ts",
    "return grant !== undefined;",
    "return true;",
    `${requests} > a test request reaches its sender`,
  ),
  guard(
    "auto-approved-test-request-gives-no-grant",
    "lib/requests/ask/evaluate-ask.ts",
    " && !caller.isTest",
    "",
    "lib/requests/ask/submit.test.ts > a test agent gets no grant",
  ),
];
