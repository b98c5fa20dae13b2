import { executions } from "#db/schema/executions";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import type { TestAgent, TestWorkspace } from "#lib/testing/workspace";

/** Inserts an execution that is due at `dueAt`, with its request. For tests only. */
export async function addExecution(
  workspace: TestWorkspace,
  agent: TestAgent,
  more: Partial<typeof executions.$inferInsert> & { dueAt: Date },
): Promise<string> {
  const startedAt = addSeconds(more.dueAt, -60);
  const requestId = await workspace.request(agent, {
    state: "allowed",
    closedAt: startedAt,
  });
  const ids = { requestId, grantId: newId("gnt", startedAt), agentId: agent.id };
  await workspace.db.insert(executions).values({ ...ids, startedAt, ...more });
  return requestId;
}
