import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addPerson } from "#lib/membership/testing/people";
import { chooseAgent, suggestAgents } from "./choose-agent.ts";
import { createAgent } from "./create-agent.ts";

const now = new Date("2026-11-24T10:00:00Z");

const ids: Record<string, string> = {};

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin", "approver"], now });
const owner = await addPerson(db, { roles: ["approver"], now });
for (const [key, name, ownerId] of [
  ["refunds", "Refund bot", owner.personId],
  ["twin", "Twin", admin.personId],
  ["otherTwin", "Twin", admin.personId],
] as const)
  ids[key] = (await createAgent(db, { actor: admin, name, ownerId, now })).agentId;
ids.trap = (
  await createAgent(db, { actor: admin, name: `Twin (${ids.twin})`, ownerId: admin.personId, now })
).agentId;

const choose = (text: string, viewer = admin) => chooseAgent(db, { viewer, text });
const suggest = (text: string, viewer = admin) => suggestAgents(db, { viewer, text });

test("text chooses the only agent with that name, or the agent of a suggestion", async () => {
  expect(await suggest("fund")).toEqual(["Refund bot"]);
  for (const text of ["Refund bot", "refund BOT", `Refund bot (${ids.refunds})`])
    expect(await choose(text)).toBe(ids.refunds);
  for (const text of (await suggest("Twin")).filter((suggestion) => suggestion.startsWith("Twin (agt_")))
    expect(text).toContain(await choose(text));
});

test("a name of several agents chooses none, and neither does one agent's name with another's ID", async () => {
  await expect(choose("Twin")).rejects.toThrow("2 agents");
  for (const text of ["Refund", `Refund bot (${ids.twin})`, `(${ids.twin})`, ""])
    await expect(choose(text), text).rejects.toMatchObject({ code: "invalid_input" });
});

test("an agent whose name ends like another agent's suggestion is not confused with it", async () => {
  expect(await choose(`Twin (${ids.twin})`)).toBe(ids.twin);
  expect(await choose(`Twin (${ids.twin}) (${ids.trap})`)).toBe(ids.trap);
});

test("a viewer who sees only their own agents finds no others", async () => {
  expect(await suggest("", owner)).toEqual(["Refund bot"]);
  await expect(choose("Twin", owner)).rejects.toMatchObject({ code: "invalid_input" });
});

test("there are at most ten suggestions", async () => {
  await db.$client`insert into agents (id, name, owner_id, status, created_by, created_at)
    select 'agt_' || lpad(n::text, 26, '0'), 'Many ' || n, ${owner.personId}, 'active', 'test', now() from generate_series(1, 2000) n`;
  expect(await suggest("many")).toHaveLength(10);
});
