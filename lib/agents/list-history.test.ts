import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { explain } from "#db/testing/explain";
import { recordAudits } from "#lib/audit/record";
import { addPerson } from "#lib/membership/testing/people";
import { seedPolicy } from "#lib/publishing/seed";
import { historyQuery, listHistory } from "./list-history.ts";
import { setLabels } from "./set-labels.ts";
import { addAgent } from "./testing/authority.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
await db.transaction((tx) => seedPolicy(tx, now));
const admin = await addPerson(db, { roles: ["admin", "approver"], now });
const agentId = await addAgent(db, admin.personId, now);
await setLabels(db, { actor: admin, agentId, labels: ["prod"], now });
const actor = { type: "agent" as const, id: agentId };
const asked = Array.from({ length: 20_000 }, (_, n) => ({
  type: "request.allowed" as const,
  actor,
  subject: { agent: agentId, request: `req_${n}` },
}));
await recordAudits(db, asked, now);
await db.execute("analyze audit_events");

test("the events of an agent are found among its many requests, at the end of one index", async () => {
  expect((await listHistory(db, agentId)).map(({ type }) => type)).toEqual(["agent.labels_changed"]);
  const { nodes, blocks } = await explain(db, historyQuery(db.$client, agentId));
  expect(nodes.join()).toContain("audit_events_agent_itself");
  expect(blocks).toBeLessThan(20);
});
