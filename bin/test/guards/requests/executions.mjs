const reports = "app/api/boundary/executions.test.ts";

export default [
  {
    name: "one-report-wins",
    invariant: 10,
    file: "lib/boundary/executions/report-execution.ts",
    find: "      and (state = 'expected' or (state = 'uncertain' and resolved_at is null\n        and (reported_at is null or ${outcome} <> 'uncertain')))\n",
    tests: [`${reports} > another report than the first is refused`],
  },
  {
    name: "report-by-the-agent-that-redeemed",
    invariant: 16,
    file: "lib/boundary/executions/report-execution.ts",
    find: "where request_id = ${requestId} and agent_id = ${agentId}\n      and (state",
    replace: "where request_id = ${requestId}\n      and (state",
    tests: [`${reports} > invariant 16: another agent`],
  },
  {
    name: "no-other-agent-reads-an-execution",
    invariant: 16,
    file: "lib/boundary/executions/report-execution.ts",
    find: "from executions where request_id = ${requestId} and agent_id = ${agentId}`",
    replace: "from executions where request_id = ${requestId} and agent_id <> ''`",
    tests: [`${reports} > invariant 16: another agent`],
  },
  {
    name: "report-by-a-tool-of-the-redeeming-audience",
    invariant: 16,
    file: "lib/callers/find-reporting-tools.ts",
    find: "join tools redeemer on redeemer.id = g.redeemed_by\n",
    replace: "cross join tools redeemer\n",
    tests: ["app/api/boundary/tool-reports.test.ts > a tool can't report"],
  },
  {
    name: "report-for-the-agent-of-the-request",
    invariant: 16,
    file: "lib/callers/find-reporting-tools.ts",
    find: " and e.agent_id = ${agentId}",
    tests: ["app/api/boundary/tool-reports.test.ts > a tool can't report"],
  },
];
