import { Hono } from "hono";
import { authenticateReporter } from "#app/api/agent/agent-caller";
import { checked, readBytes } from "#app/api/edge/body";
import { runtime } from "#app/runtime/runtime";
import { reportExecution } from "#lib/boundary/executions/report-execution";
import { executionReportSchema } from "#lib/boundary/executions/report-schema";
import { parseIJson } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";

/** Reporting what became of a redeemed action (docs/agents.md). */
export const executions = new Hono();

executions.post("/api/v1/agents/:agent/requests/:request/execution", async (c) => {
  const { db, clock } = runtime();
  const rawBody = await readBytes(c);
  const [agentId, requestId] = [c.req.param("agent"), c.req.param("request")];
  const reporter = await authenticateReporter(c, { agentId, requestId }, rawBody);
  const { request, ...report } = checked(executionReportSchema, parseIJson(rawBody));
  if (request !== requestId) throw otherRequest(requestId);
  const response = await reportExecution(db, { requestId, agentId, reporter, report, now: clock() });
  return c.json(response, 200, { "cache-control": "no-store" });
});

function otherRequest(requestId: string): CountersignError {
  return new CountersignError("invalid_body", `a report for ${requestId} names another request`, {
    userMessage: "The report is about another request. Send it to the address of the request that it names.",
  });
}
