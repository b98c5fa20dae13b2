const counted = "A test agent counts";
const requests = "app/api/agent/test-requests.test.ts";
const coverage = "lib/coverage/read-coverage.test.ts";
const figures = `${requests} > test requests change no figure`;
const replay = "lib/policy/replay/test-requests.test.ts > test requests are in no impact preview";
const impact =
  "lib/membership/offboarding/foresee-offboarding.property.test.ts > the list of all people agrees";

/** The guard in one file, and the test that notices. */
const guard = (name: string, file: string, find: string, replace: string, tests: string) => ({
  ...{ name, invariant: counted, file, find, replace },
  tests: [tests],
});

export default [
  guard(
    "test-requests-add-to-no-total",
    "db/migrations/0000_baseline.sql",
    " AND edge IS DISTINCT FROM 'test'",
    "",
    "lib/facts/test-requests.test.ts > test requests add to no total",
  ),
  guard(
    "test-agents-count-in-no-figure-of-agents",
    "lib/coverage/agents.ts",
    "from agents a join people p on p.id = a.owner_id\n    where a.status <> 'revoked' and ${{ sql: realAgentText }}",
    "from agents a join people p on p.id = a.owner_id\n    where a.status <> 'revoked'",
    `${coverage} > only active approvers count as owners`,
  ),
  guard(
    "test-agents-are-in-no-list-behind-a-figure",
    "lib/agents/narrowed-agents.ts",
    '${notRevoked(sql)} and ${realAgentIn(sql, "a")}',
    "${notRevoked(sql)}",
    `${coverage} > of agents`,
  ),
  guard(
    "test-agents-are-no-quarantined-agents",
    "lib/agents/list-orphaned.ts",
    'and(eq(agents.status, "quarantined"), realAgent(agents))',
    'and(eq(agents.status, "quarantined"))',
    `${coverage} > of quarantined agents`,
  ),
  guard(
    "test-requests-are-in-no-list-behind-a-figure",
    "lib/requests/queue-query.ts",
    "judged || tests ? sql",
    "tests ? sql",
    `${coverage} > of requests`,
  ),
  guard(
    "test-requests-are-not-among-those-asked",
    "lib/requests/queue-query.ts",
    "judged || tests ? sql",
    "judged ? sql",
    `${coverage} > of requests asked, without test requests`,
  ),
  guard(
    "test-agents-are-not-reviewed",
    "lib/ownership/list-own-agents.ts",
    ", realAgent(agents)))",
    "))",
    `${requests} > ownership of a test agent is never reviewed`,
  ),
  guard(
    "test-agents-are-not-handed-over",
    "lib/membership/offboarding/list-handover.ts",
    ' and ${realAgent("a")}',
    "",
    `${requests} > a suspension of its owner ends a test agent`,
  ),
  guard(
    "test-requests-are-not-foreseen-to-be-cancelled",
    "lib/membership/offboarding/foresee-offboarding.ts",
    ' and ${realRequest("r")}',
    "",
    `${requests} > a suspension of its owner ends a test agent`,
  ),
  guard(
    "test-requests-are-not-replayed",
    "lib/policy/replay/read-page.ts",
    ' and ${realRequestIn(sql, "r")}',
    "",
    replay,
  ),
  guard(
    "test-requests-are-not-measured-for-a-replay",
    "lib/policy/replay/start-replay.ts",
    ' and ${realRequest("r")}',
    "",
    replay,
  ),
  guard(
    "test-requests-cut-no-count-of-matches",
    "lib/policy/replay/count-matches.ts",
    ' and ${realRequestIn(sql, "r")}',
    "",
    replay,
  ),
  guard(
    "test-requests-are-no-recent-types",
    "lib/requests/recent-types.ts",
    ' and ${realRequestIn(sql, "r")}',
    "",
    "lib/requests/recent-types.test.ts > is counted by type, without test requests",
  ),
  guard(
    "test-requests-are-in-no-figure-of-human-quality",
    "lib/coverage/human-quality/decided-requests.ts",
    " and ${{ sql: realRequestText }}",
    "",
    "lib/coverage/human-quality/human-quality.test.ts > times and shares count each request once",
  ),
  guard(
    "test-requests-take-no-time-to-decide",
    "lib/coverage/time-to-decide.ts",
    " and ${{ sql: realRequestText }}",
    "",
    figures,
  ),
  guard(
    "test-requests-are-no-judgements",
    "lib/coverage/judgements.ts",
    "agent_id = any(${{ sql: testAgentIds }})",
    "agent_id is null",
    figures,
  ),
  guard(
    "test-requests-are-no-events",
    "lib/coverage/events.ts",
    "agent_id = any(${{ sql: testAgentIds }})",
    "agent_id = 'agt_'",
    `${coverage} > every figure's own query`,
  ),
  guard(
    "test-requests-are-in-no-day",
    "lib/coverage/events-by-day.ts",
    "agent_id = any(${{ sql: testAgentIds }})",
    "agent_id = 'agt_'",
    figures,
  ),
  guard(
    "test-agents-are-none-of-a-persons",
    "lib/membership/list-people-page.ts",
    ' and ${realAgentIn(sql, "a")}',
    "",
    "lib/membership/list-people-page.test.ts > show how many agents each owns",
  ),
  guard(
    "test-agents-have-no-impact",
    "lib/membership/offboarding/list-blast-radius.ts",
    ' and ${realAgent("a")} group by owner_id)',
    " group by owner_id)",
    impact,
  ),
  guard(
    "test-requests-have-no-impact",
    "lib/membership/offboarding/list-blast-radius.ts",
    ' and ${realAgent("a")} group by a.owner_id)',
    " group by a.owner_id)",
    impact,
  ),
  guard(
    "test-agents-are-not-foreseen-to-be-quarantined",
    "lib/membership/offboarding/foresee-offboarding.ts",
    'and ${realAgent("a")}) as "agentCount"',
    ') as "agentCount"',
    `${requests} > a suspension of its owner ends a test agent`,
  ),
  guard(
    "test-agents-are-no-first-step",
    "lib/requests/first-steps/find-first-steps.ts",
    'from agents a where ${realAgent("a")}',
    "from agents a",
    "lib/requests/first-steps/find-first-steps.test.ts > each step is done by a row",
  ),
  guard(
    "test-requests-are-no-first-step",
    "lib/requests/first-steps/find-first-steps.ts",
    'from requests r where ${realRequest("r")}',
    "from requests r",
    "lib/requests/first-steps/find-first-steps.test.ts > each step is done by a row",
  ),
  guard(
    "test-agents-are-not-quarantined-for-a-review",
    "lib/agents/attestation-deadline.ts",
    "(${realAgent(agents)} and exists (select from ${workspace} where ${agents.attestedAt}\n    + make_interval(days => ${workspace.attestationDays} + ",
    "(exists (select from ${workspace} where ${agents.attestedAt}\n    + make_interval(days => ${workspace.attestationDays} + ",
    `${requests} > ownership of a test agent is never reviewed`,
  ),
  guard(
    "test-agents-are-not-due-for-a-review",
    "lib/agents/attestation-deadline.ts",
    "(${realAgent(agents)} and exists (select from ${workspace} where ${agents.attestedAt} + make_interval(",
    "(exists (select from ${workspace} where ${agents.attestedAt} + make_interval(",
    `${requests} > ownership of a test agent is never reviewed`,
  ),
  guard(
    "test-agents-are-not-postponed",
    "lib/ownership/attestation/attestation-setting.ts",
    " realAgent(agents),",
    "",
    `${requests} > ownership of a test agent is never reviewed`,
  ),
  guard(
    "test-agents-are-no-agents-of-a-viewer",
    "lib/agents/list-agent-names.ts",
    "and(visibleTo(db, viewer), realAgent(agents))",
    "and(visibleTo(db, viewer))",
    "lib/requests/first-steps/find-first-steps.test.ts > each step is done by a row",
  ),
];
