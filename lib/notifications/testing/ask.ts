import { outbox } from "#db/schema/notifications";
import { newId } from "#lib/kernel/ids";
import type { TestAgent, TestWorkspace } from "#lib/testing/workspace";

/**
 * A pending request, with the row of the outbox that its ask writes. For tests only.
 * @param columns the request's, where they matter to the test
 * @returns the ID of the request.
 */
export async function askAndAnnounce(
  workspace: TestWorkspace,
  { agent, now }: { agent: TestAgent; now: Date },
  columns: Parameters<TestWorkspace["request"]>[1] = {},
): Promise<string> {
  const requestId = await workspace.request(agent, columns);
  const event = { kind: "request_pending", requestId, agentId: agent.id } as const;
  const id = newId("obx", now);
  await workspace.db.insert(outbox).values({ id, ...event, createdAt: now, dueAt: now });
  return requestId;
}
