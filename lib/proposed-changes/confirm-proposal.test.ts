import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { agents } from "#db/schema/agents";
import { people, workspace } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { proposals } from "#db/schema/proposals";
import { expectWaiting } from "#db/testing/expect-waiting";
import { createAgent } from "#lib/agents/create-agent";
import { setLabels } from "#lib/agents/set-labels";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPasskeyRow, addPerson, type TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { auditEvents } from "#lib/policy/testing/workspace";
import { listClosedProposals, listOpenProposals } from "#lib/proposals/find-proposals";
import { declineProposal, withdrawProposal } from "#lib/proposals/resolve-proposal";
import { now, openTwoAdmins } from "./testing/two-admins.ts";

let two: Awaited<ReturnType<typeof openTwoAdmins>>;
let agentId: string;

beforeEach(async () => {
  two = await openTwoAdmins();
  const owner = await addPerson(two.db, { roles: ["approver"], now });
  ({ agentId } = await createAgent(two.db, { actor: two.ada, name: "Bot", ownerId: owner.personId, now }));
  await two.enforce({ outcome: "allow", labels: ["trusted", "other"] });
});

const labels = async () => (await two.db.select().from(agents))[0]?.labels;
const set = (person: TestPerson, names: string[], at = now) =>
  setLabels(two.db, { ...two.by(person, at), agentId, labels: names });

async function proposed() {
  await set(two.ada, ["trusted"]);
  return two.open();
}

async function stateOf(id: string) {
  return (await two.db.select().from(proposals).where(eq(proposals.id, id)))[0]?.state;
}

const noticesOf = async ({ personId }: TestPerson) =>
  (await listNotices(two.db, { personId, now })).notices.map(({ kind, by }) => [kind, by]);

/**
 * Runs `act` while a second connection has locked a row, and releases the row once `act` waits for
 * it.
 */
async function whileLocked(
  lock: (tx: Parameters<Parameters<typeof two.db.transaction>[0]>[0]) => Promise<unknown>,
  act: () => Promise<unknown>,
) {
  let acting: Promise<unknown> = Promise.resolve();
  await two.db.transaction(async (tx) => {
    await lock(tx);
    acting = act().catch((thrown: unknown) => thrown);
    await expectWaiting(two.db, 1);
  });
  return acting;
}

describe("a proposed change", () => {
  test("is made once, for any number of simultaneous confirmations", async () => {
    const proposal = await proposed();
    const attempts = [two.bo, two.cy, two.bo, two.cy].map((person) => two.confirm(person, proposal));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await labels()).toEqual(["trusted"]);
    expect(await auditEvents(two.db, "agent.labels_changed")).toHaveLength(1);
  });

  test("is not made by its proposer, not even in a second tab", async () => {
    const proposal = await proposed();
    await proposed();
    await expect(two.confirm(two.ada, proposal)).rejects.toMatchObject({ code: "conflict" });
    expect(await auditEvents(two.db, "proposal.created")).toHaveLength(1);
    expect(await labels()).toEqual([]);
  });

  test("can be proposed again after its passkey was removed, and confirmed then", async () => {
    const first = await proposed();
    const { credentialId: newer } = await addPasskeyRow(two.db, two.ada.personId, now);
    await two.db.delete(passkeys).where(eq(passkeys.credentialId, first.proposedWith ?? ""));
    await expect(two.confirm(two.bo, first)).rejects.toMatchObject({ details: { reason: "one_control" } });
    await setLabels(two.db, { ...two.by(two.ada), confirmedWith: newer, agentId, labels: ["trusted"] });
    expect(await stateOf(first.id)).toBe("superseded");
    const second = await two.open();
    expect(second.proposedWith).toBe(newer);
    await two.confirm(two.bo, second);
    expect(await labels()).toEqual(["trusted"]);
  });

  test("is not made twice by a repeated confirmation", async () => {
    const proposal = await proposed();
    await two.confirm(two.bo, proposal);
    await setLabels(two.db, { actor: two.ada, agentId, labels: [], now });
    await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({ code: "conflict" });
    expect(await labels()).toEqual([]);
  });

  test("is not made when the object changed since, and is closed", async () => {
    const proposal = await proposed();
    await set(two.cy, ["team:pay"]);
    await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("Propose it again"),
    });
    expect(await labels()).toEqual(["team:pay"]);
    expect(await stateOf(proposal.id)).toBe("superseded");
  });

  test("is not made during a concurrent change of the object", async () => {
    const proposal = await proposed();
    const result = await whileLocked(
      (tx) => tx.update(agents).set({ labels: ["racing"] }),
      () => two.confirm(two.bo, proposal),
    );
    expect(result).toMatchObject({ code: "conflict" });
    expect(await labels()).toEqual(["racing"]);
  });

  test("ends with its proposer's suspension, and stays closed after reactivation (invariant 17)", async () => {
    const proposal = await proposed();
    await suspendPerson(two.db, { actor: two.cy, personId: two.ada.personId, now });
    expect(await stateOf(proposal.id)).toBe("withdrawn");
    await two.db.update(people).set({ status: "active" }).where(eq(people.id, two.ada.personId));
    await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({ code: "conflict" });
    expect(await labels()).toEqual([]);
  });

  test("ends with its proposer's admin role", async () => {
    const proposal = await proposed();
    await changeRoles(two.db, { actor: two.cy, personId: two.ada.personId, roles: ["auditor"], now });
    expect(await stateOf(proposal.id)).toBe("withdrawn");
  });

  test("waits for a concurrent suspension of its proposer, and is then not made", async () => {
    const proposal = await proposed();
    const result = await whileLocked(
      (tx) => tx.update(people).set({ status: "suspended" }).where(eq(people.id, two.ada.personId)),
      () => two.confirm(two.bo, proposal),
    );
    expect(result).toMatchObject({ code: "conflict" });
    expect(await labels()).toEqual([]);
  });

  test("is not made by a newly suspended admin, or by people other than admins", async () => {
    const proposal = await proposed();
    await two.db.update(people).set({ status: "suspended" }).where(eq(people.id, two.bo.personId));
    await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({ code: "not_found" });
    const otherPerson = await addPerson(two.db, { roles: ["approver", "auditor"], now });
    await expect(two.confirm(otherPerson, proposal)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is not made by a passkey that its proposer could have (invariant 18)", async () => {
    const proposal = await proposed();
    await two.db
      .update(passkeys)
      .set({ enrolledVia: "recovery", vouchedBy: [two.ada.personId] })
      .where(eq(passkeys.personId, two.bo.personId));
    await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({ details: { reason: "one_control" } });
    expect(await labels()).toEqual([]);
  });

  test("is confirmed only by the digest shown", async () => {
    const proposal = await proposed();
    const otherDigest = { ...proposal, digest: "A".repeat(43) };
    await expect(two.confirm(two.bo, otherDigest)).rejects.toMatchObject({ code: "conflict" });
    await two.db.update(proposals).set({ payload: { agent: agentId, before: [], after: ["other"] } });
    await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({ code: "conflict" });
    expect(await labels()).toEqual([]);
  });

  test("expires after seven days, without a job, and can be proposed again", async () => {
    const proposal = await proposed();
    const later = addSeconds(now, 7 * 24 * 3600);
    await expect(two.confirm(two.bo, proposal, later)).rejects.toMatchObject({ code: "conflict" });
    expect(await listOpenProposals(two.db, { viewer: two.bo, now: later })).toEqual([]);
    expect(await listClosedProposals(two.db, { viewer: two.bo, now: later })).toMatchObject([
      { id: proposal.id, state: "expired", closedAt: null },
    ]);
    await set(two.bo, ["trusted"], later);
    expect(await stateOf(proposal.id)).toBe("expired");
    await two.confirm(two.ada, await two.open(later), later);
    expect(await labels()).toEqual(["trusted"]);
  });

  test("is withdrawn only by its proposer and declined only by another admin", async () => {
    const first = await proposed();
    const answer = (actor: TestPerson, proposalId: string) => ({ actor, proposalId, now });
    await expect(withdrawProposal(two.db, answer(two.bo, first.id))).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(declineProposal(two.db, answer(two.ada, first.id))).rejects.toMatchObject({
      code: "conflict",
    });
    await withdrawProposal(two.db, answer(two.ada, first.id));
    const second = await proposed();
    await declineProposal(two.db, answer(two.bo, second.id));
    for (const proposal of [first, second])
      await expect(two.confirm(two.cy, proposal)).rejects.toMatchObject({ code: "conflict" });
    const closed = await listClosedProposals(two.db, { viewer: two.cy, now });
    expect(closed.map(({ state }) => state).sort()).toEqual(["declined", "withdrawn"]);
  });

  test("is confirmed by the other admin when both propose the same change", async () => {
    await proposed();
    await expect(set(two.bo, ["trusted"])).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("already proposed"),
    });
  });

  test("is announced to the other admins until it is closed", async () => {
    const proposal = await proposed();
    expect(await noticesOf(two.bo)).toEqual([["change_proposed", two.ada.name]]);
    expect(await noticesOf(two.ada)).toEqual([]);
    await two.confirm(two.cy, proposal);
    expect(await noticesOf(two.bo)).toEqual([]);
  });

  test("is still made after the requirement of two admins ended", async () => {
    const proposal = await proposed();
    await two.db.update(workspace).set({ publishNeedsSecondAdmin: false });
    await two.confirm(two.bo, proposal);
    expect(await labels()).toEqual(["trusted"]);
  });
});
