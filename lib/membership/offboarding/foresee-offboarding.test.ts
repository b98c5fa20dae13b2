import { expect, it } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { ownerAtWork } from "#lib/membership/testing/owner-at-work";
import { addPerson } from "#lib/membership/testing/people";
import { foreseeOffboarding } from "./foresee-offboarding.ts";
import { suspendPerson } from "./suspend-person.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

it("the preview lists what a suspension will end, and nothing of other people", async () => {
  const { personId, agentId } = await ownerAtWork(db, now);
  await ownerAtWork(db, now);
  const foresight = await foreseeOffboarding(db, { actor: admin, personId, now });
  expect(foresight).toMatchObject({ sessions: 1, pendingRequests: 1, openGrants: 1, delegations: 0 });
  expect(foresight.agents.map((agent) => agent.id)).toEqual([agentId]);
});

it("after the suspension only the agents are listed, which wait for an owner", async () => {
  const { personId, agentId } = await ownerAtWork(db, now);
  await suspendPerson(db, { actor: admin, personId, now });
  const foresight = await foreseeOffboarding(db, { actor: admin, personId, now });
  expect(foresight).toMatchObject({ sessions: 0, pendingRequests: 0, openGrants: 0, delegations: 0 });
  expect(foresight.agents.map((agent) => agent.id)).toEqual([agentId]);
});

it("the preview changes nothing", async () => {
  const { personId } = await ownerAtWork(db, now);
  const first = await foreseeOffboarding(db, { actor: admin, personId, now });
  expect(await foreseeOffboarding(db, { actor: admin, personId, now })).toEqual(first);
});

it("the preview is for admins and auditors, and not found for other people", async () => {
  const actor = await addPerson(db, { roles: ["approver"], now });
  const { personId } = await ownerAtWork(db, now);
  await expect(foreseeOffboarding(db, { actor, personId, now })).rejects.toMatchObject({ code: "not_found" });
});
