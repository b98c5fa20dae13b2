import { expect, test } from "vitest";
import { deliveries, outbox } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { openChatWorkspace } from "#lib/notifications/chat/testing/chat-workspace";
import { drain } from "#lib/notifications/testing/drain";
import { now } from "#lib/testing/workspace";
import { insertWorkspace } from "#lib/workspace/change-workspace";

const { workspace, db, server, slack, slackWebhook, teams, save, times } = await openChatWorkspace();
await db.transaction((tx) => insertWorkspace(tx, { name: "Acme", now }));

/** Sends all that is due so many seconds after the ask. */
async function pass(seconds: number): Promise<void> {
  times.now = addSeconds(now, seconds);
  await drain(db, [slack, slackWebhook, teams], times.now);
}

test("a request's direct messages are updated by its decision, and shared channels hear of both", async () => {
  const owner = await workspace.person("Olga Owner");
  const agent = await workspace.agent("Refund bot", owner);
  server.members.set(owner.email, "U0OLGA");
  await save("slack_bot", server.token);
  await save("slack_webhook", `${server.url}/services/T0/B0/secret`);
  await save("teams_webhook", `${server.url}/workflows/w1/manual?sig=secret`);
  const requestId = await workspace.request(agent, { lifeSeconds: 3600 });
  const event = { kind: "request_pending", requestId, agentId: agent.id } as const;
  await db.insert(outbox).values({ id: newId("obx", now), ...event, createdAt: now, dueAt: now });
  const shared = () => server.calls.filter(({ path }) => /^\/(services|workflows)\//.test(path));

  await pass(0);
  expect(shared()).toHaveLength(2);
  await pass(3000);
  const before = [...server.messages.values()];
  expect(before.length).toBeGreaterThan(1);
  for (const message of before)
    expect(JSON.stringify(message.blocks)).toContain(`https://countersign.example/requests/${requestId}`);

  await workspace.decision(requestId, owner, "deny");
  const closedAt = addSeconds(now, 3100).toISOString();
  await db.$client`update requests set state = 'denied', closed_at = ${closedAt} where id = ${requestId}`;
  await pass(3100);
  const after = [...server.messages.values()];
  expect(after).toHaveLength(before.length);
  for (const message of after) {
    expect(message.text).toContain("The request was denied by Olga Owner.");
    expect(JSON.stringify(message.blocks)).not.toContain("http");
  }
  expect(shared()).toHaveLength(4);
  for (const { body } of shared().slice(2))
    expect(JSON.stringify(body)).toContain("The request was denied by Olga Owner.");
  const states = await db.select({ state: deliveries.state }).from(deliveries);
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(["delivered"]));
});
