import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { agents } from "#db/schema/agents";
import { workspace } from "#db/schema/directory";
import { attestations } from "#db/schema/ownership";
import { createTestDatabase } from "#db/testing/database";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { findDuties } from "#lib/ownership/find-duties";
import { listOwnAgents } from "#lib/ownership/list-own-agents";
import { attestAll, signAttestation } from "#lib/ownership/testing/sign";
import { attest } from "./attest.ts";
import { changeAttestationSetting } from "./attestation-setting.ts";
import { quarantineLapsed } from "./quarantine-lapsed.ts";

const start = new Date("2026-01-01T10:00:00Z");
const days = (count: number) => addSeconds(start, count * 86_400);

let owner: TestPerson;

const { db } = await createTestDatabase();
await db.insert(workspace).values({ name: "Test", createdAt: start });
const admin = await addPerson(db, { roles: ["admin"], now: start });

beforeEach(async () => {
  owner = await addPerson(db, { roles: ["approver"], now: start });
});

async function agentState(agentId: string) {
  const [row] = await db.select().from(agents).where(eq(agents.id, agentId));
  return row && { status: row.status, ownerEpoch: row.ownerEpoch };
}

describe("an agent without its owner's confirmation", () => {
  it("is due after 90 days and quarantined once after 14 more, with its pending requests and grants", async () => {
    const agentId = await addAgent(db, owner.personId, start);
    const pending = await addRequest(db, agentId, { state: "pending", now: start });
    const granted = await addRequest(db, agentId, { state: "approved", grant: "issued", now: days(104) });
    const stateAt = async (now: Date) =>
      (await listOwnAgents(db, { viewer: owner, now })).map(({ attestation }) => attestation.state);
    expect(await stateAt(days(89))).toEqual(["confirmed"]);
    expect(await findDuties(db, { viewer: owner, now: days(90) })).toEqual({ offers: 0, due: 1, lapsed: 0 });
    expect(await stateAt(days(90))).toEqual(["due"]);
    await quarantineLapsed(db, addSeconds(days(104), -1));
    expect((await agentState(agentId))?.status).toBe("active");
    expect(await quarantineLapsed(db, days(104))).toBeGreaterThan(0);
    expect(await quarantineLapsed(db, days(104))).toBe(0);
    expect(await agentState(agentId)).toEqual({ status: "quarantined", ownerEpoch: 2 });
    const state = await stateOf(db, agentId);
    expect(state.requests[pending.requestId]).toEqual({
      state: "cancelled",
      closeReason: "ownership_unconfirmed",
    });
    expect(state.grants[granted.grantId ?? ""]).toBe("revoked");
    expect(await findDuties(db, { viewer: owner, now: days(104) })).toEqual({ offers: 0, due: 1, lapsed: 1 });
  });

  it("is quarantined once by two concurrent jobs", async () => {
    const ids = [];
    for (let n = 0; n < 30; n++) ids.push(await addAgent(db, owner.personId, start));
    await Promise.all([quarantineLapsed(db, days(104)), quarantineLapsed(db, days(104))]);
    await quarantineLapsed(db, days(104));
    for (const id of ids) expect(await agentState(id)).toEqual({ status: "quarantined", ownerEpoch: 2 });
  });

  it("is reactivated by its owner's confirmation, without reviving earlier requests or grants", async () => {
    const agentId = await addAgent(db, owner.personId, start);
    const { grantId } = await addRequest(db, agentId, { state: "approved", grant: "issued", now: days(104) });
    await quarantineLapsed(db, days(104));
    await attestAll(db, owner, days(105));
    expect(await agentState(agentId)).toEqual({ status: "active", ownerEpoch: 3 });
    expect((await stateOf(db, agentId)).grants[grantId ?? ""]).toBe("revoked");
    expect(await quarantineLapsed(db, days(105))).toBe(0);
  });

  it("stays quarantined when its owner is suspended and reactivated", async () => {
    const lapsed = await addAgent(db, owner.personId, start);
    const fresh = await addAgent(db, owner.personId, days(60));
    await quarantineLapsed(db, days(104));
    await suspendPerson(db, { actor: admin, personId: owner.personId, now: days(105) });
    await reinstatePerson(db, { actor: admin, personId: owner.personId, now: days(106) });
    expect((await agentState(lapsed))?.status).toBe("quarantined");
    expect((await agentState(fresh))?.status).toBe("active");
    await attestAll(db, owner, days(106));
    expect((await agentState(lapsed))?.status).toBe("active");
  });
});

describe("confirming ownership", () => {
  it("takes one signature for the whole list, stored with its evidence", async () => {
    const ids = [];
    for (let n = 0; n < 5; n++) ids.push(await addAgent(db, owner.personId, start));
    const { attestationId, agentIds } = await attestAll(db, owner, days(95));
    expect([...agentIds].sort()).toEqual(ids.sort());
    const [row] = await db.select().from(attestations).where(eq(attestations.id, attestationId));
    for (const id of ids) expect(Buffer.from(row?.statement ?? []).toString()).toContain(id);
    expect(await findDuties(db, { viewer: owner, now: days(95) })).toEqual({ offers: 0, due: 0, lapsed: 0 });
  });

  it("is refused as a whole when one agent was transferred or quarantined since the page was read", async () => {
    const [kept, moved] = [
      await addAgent(db, owner.personId, start),
      await addAgent(db, owner.personId, start),
    ];
    const signed = await signAttestation(db, owner, days(95));
    await db.update(agents).set({ ownerId: admin.personId }).where(eq(agents.id, moved));
    await expect(attest(db, signed)).rejects.toMatchObject({ code: "request_changed" });
    const stopped = await signAttestation(db, owner, days(95));
    await quarantineLapsed(db, days(104));
    await expect(attest(db, stopped)).rejects.toMatchObject({ code: "request_changed" });
    expect((await agentState(kept))?.status).toBe("quarantined");
  });

  it("is refused to a person suspended since the page was read", async () => {
    await addAgent(db, owner.personId, start);
    const signed = await signAttestation(db, owner, days(95));
    await suspendPerson(db, { actor: admin, personId: owner.personId, now: days(95) });
    await expect(attest(db, signed)).rejects.toMatchObject({ code: "owner_inactive" });
  });

  it("is refused for an agent renamed since the page was read", async () => {
    const agentId = await addAgent(db, owner.personId, start);
    const signed = await signAttestation(db, owner, days(95));
    await db.update(agents).set({ name: "Payments bot" }).where(eq(agents.id, agentId));
    await expect(attest(db, signed)).rejects.toMatchObject({ code: "request_changed" });
    await attestAll(db, owner, days(95));
  });

  it("accepts a signature once", async () => {
    await addAgent(db, owner.personId, start);
    const signed = await signAttestation(db, owner, days(95));
    await attest(db, signed);
    await expect(attest(db, signed)).rejects.toMatchObject({ code: "challenge_expired" });
  });

  it("takes several statements for more agents than fit in one, the most urgent first", async () => {
    const name = "ü".repeat(80);
    for (let n = 0; n < 300; n++) {
      const id = await addAgent(db, owner.personId, addSeconds(start, n));
      await db.update(agents).set({ name }).where(eq(agents.id, id));
    }
    const first = await attestAll(db, owner, days(95));
    expect(first.agentIds.length).toBeGreaterThan(100);
    expect(first.agentIds.length).toBeLessThan(300);
    const { due } = await findDuties(db, { viewer: owner, now: days(95) });
    expect(due).toBe(300 - first.agentIds.length);
  });
});

describe("the setting", () => {
  it("is for admins, within bounds, and a shorter period quarantines no agent before the grace period has passed", async () => {
    const agentId = await addAgent(db, owner.personId, days(200));
    const change = { days: 7, graceDays: 3, now: days(230) };
    await expect(changeAttestationSetting(db, { actor: owner, ...change })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      changeAttestationSetting(db, { actor: admin, ...change, graceDays: 0 }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    // Agents of other tests are overdue: the change restarts their grace period, which takes a
    // passkey.
    const confirmedFrom = { days: 90, graceDays: 14 };
    await changeAttestationSetting(db, { actor: admin, ...change, confirmedFrom });
    await quarantineLapsed(db, addSeconds(days(233), -1));
    expect((await agentState(agentId))?.status).toBe("active");
    const [own] = await listOwnAgents(db, { viewer: owner, now: days(230) });
    expect(own?.attestation).toMatchObject({ state: "due", lapsesAt: days(233) });
    await quarantineLapsed(db, days(233));
    expect((await agentState(agentId))?.status).toBe("quarantined");
  });
});
