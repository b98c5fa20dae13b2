import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { agentBackups, agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { enrollments } from "#db/schema/directory";
import { policyTokens } from "#db/schema/policy";
import { approvals } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { changeRoles } from "#lib/membership/change-roles";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import { startSession } from "#lib/sessions/session";
import { passkeyOrigin } from "#lib/testing/passkey-origin";
import { TestWorkspace } from "#lib/testing/workspace";
import { deactivatePerson } from "./deactivate-person.ts";
import { foreseeOffboarding } from "./foresee-offboarding.ts";
import { listBlastRadius } from "./list-blast-radius.ts";
import { suspendPerson } from "./suspend-person.ts";

const now = new Date("2026-11-24T10:00:00Z");
let acts = 0;

const { db } = await createTestDatabase();
const workspace = new TestWorkspace(db, () => now);
const admin = await addPerson(db, { roles: ["admin"], now });
const otherPerson = await addPerson(db, { roles: ["approver"], now });

const agentKind = fc.constantFrom("active", "quarantined", "revoked") as fc.Arbitrary<
  "active" | "quarantined" | "revoked"
>;
const requestKind = fc.constantFrom(
  { state: "pending" as const },
  { state: "approved" as const, grant: "issued" as const },
  { state: "approved" as const, grant: "issued" as const, lifeSeconds: -600 },
  { state: "allowed" as const, grant: "redeemed" as const },
  { state: "denied" as const },
);
const personRecords = fc.record({
  sessions: fc.nat({ max: 3 }),
  links: fc.array(fc.constantFrom("open", "used", "late"), { maxLength: 3 }),
  tokens: fc.array(fc.boolean(), { maxLength: 2 }),
  agents: fc.array(fc.record({ status: agentKind, requests: fc.array(requestKind, { maxLength: 4 }) }), {
    maxLength: 4,
  }),
  hasTestAgent: fc.boolean(),
  delegations: fc.array(fc.constantFrom("to", "from", "over"), { maxLength: 3 }),
  groups: fc.array(fc.boolean(), { maxLength: 3 }),
  offersTo: fc.nat({ max: 2 }),
  backups: fc.nat({ max: 2 }),
  approvals: fc.array(fc.constantFrom("theirs", "in their place", "refused", "expired unused"), {
    maxLength: 3,
  }),
});
type PersonRecords = typeof personRecords extends fc.Arbitrary<infer T> ? T : never;

/** A person with every kind of record in `some`. */
async function build(some: PersonRecords): Promise<TestPerson> {
  const person = await addPerson(db, { roles: ["approver", "auditor"], now });
  const { personId } = person;
  for (let n = 0; n < some.sessions; n++) await startSession(db, { personId, now });
  for (const kind of some.links) await addLink(personId, kind);
  for (const isRevoked of some.tokens) await addToken(personId, isRevoked);
  for (const { status, requests } of some.agents) {
    const agentId = await addAgent(db, personId, now);
    for (const request of requests) await addRequest(db, agentId, { ...request, now });
    if (status !== "active") await db.update(agents).set({ status }).where(eq(agents.id, agentId));
  }
  if (some.hasTestAgent) await addTestAgent(person);
  for (const kind of some.delegations) {
    const span = kind === "over" ? { from: -7200, to: -3600 } : { from: -3600, to: 3600 };
    await (kind === "to"
      ? workspace.delegate(otherPerson, person, span)
      : workspace.delegate(person, otherPerson, span));
  }
  for (const hasOther of some.groups) await workspace.group(hasOther ? [person, otherPerson] : [person]);
  for (let n = 0; n < some.offersTo; n++) {
    const agentId = await addAgent(db, otherPerson.personId, now);
    await offerOwnership(db, { actor: admin, offers: [{ agentId, toPersonId: personId }], now });
  }
  for (let n = 0; n < some.backups; n++) {
    const agentId = await addAgent(db, otherPerson.personId, now);
    await db.insert(agentBackups).values({ agentId, personId });
  }
  for (const kind of some.approvals) await addApproval(personId, kind);
  return person;
}

/**
 * A grant of another person's agent, based on the person's approval or a delegate's approval for
 * the person; or a request the person denied.
 */
async function addApproval(
  personId: string,
  kind: "theirs" | "in their place" | "refused" | "expired unused",
): Promise<void> {
  const agentId = await addAgent(db, otherPerson.personId, now);
  const lifeSeconds = kind === "expired unused" ? -600 : 900;
  const { requestId } = await addRequest(db, agentId, {
    state: "approved",
    grant: "issued",
    lifeSeconds,
    now,
  });
  const bytes = new Uint8Array([1]);
  const isOthers = kind === "in their place";
  await db.insert(approvals).values({
    ...{ id: newId("apr", now), requestId, note: "No", createdAt: now },
    ...(kind === "refused" ? { decision: "deny", reasonCode: "not_now" } : { decision: "approve" }),
    capacity: isOthers ? "delegate" : "owner",
    personId: isOthers ? admin.personId : personId,
    forPersonId: isOthers ? personId : null,
    ...{ statement: bytes, credentialId: "credential", publicKey: bytes },
    ...{ authenticatorData: bytes, clientDataJson: bytes, signature: bytes, passkeyOrigin },
  });
}

/** With one open test request. */
async function addTestAgent(person: TestPerson): Promise<void> {
  await workspace.request(await workspace.agentOfTests(person), { edge: "test" });
}

async function addLink(personId: string, kind: "open" | "used" | "late"): Promise<void> {
  const id = newId("enr", now);
  await db.insert(enrollments).values({
    ...{ id, tokenHash: id, purpose: "recovery", personId, createdAt: now },
    expiresAt: addSeconds(now, kind === "late" ? -1 : 3600),
    usedAt: kind === "used" ? now : null,
  });
}

async function addToken(personId: string, isRevoked: boolean): Promise<void> {
  const id = newId("tok", now);
  const revokedAt = isRevoked ? now : null;
  await db
    .insert(policyTokens)
    .values({ id, tokenHash: id, personId, createdAt: now, expiresAt: addSeconds(now, 3600), revokedAt });
}

const endings = {
  suspend: (personId: string, at: Date) => suspendPerson(db, { actor: admin, personId, now: at }),
  leave: (personId: string, at: Date) => deactivatePerson(db, { actor: admin, personId, now: at }),
  demote: (personId: string, at: Date) =>
    changeRoles(db, { actor: admin, personId, roles: ["auditor"], now: at }),
};

test.each(Object.entries(endings))(
  "what is foreseen is what happens: every number is that of the events of the act (%s)",
  async (ending, end) => {
    await fc.assert(
      fc.asyncProperty(personRecords, async (some) => {
        const { personId } = await build(some);
        const foreseen = await foreseeOffboarding(db, { actor: admin, personId, now });
        // A distinct moment identifies the events of this act.
        acts += 1;
        const at = addSeconds(now, acts / 1000);
        await end(personId, at);
        const events = await db
          .select({ type: auditEvents.type })
          .from(auditEvents)
          .where(eq(auditEvents.at, at));
        const count = (type: string) => events.filter((event) => event.type === type).length;
        const isLeaving = ending === "leave";
        expect(foreseen).toMatchObject({
          sessions: count("session.ended"),
          links: count("enrollment.revoked"),
          policyTokens: count("policy_token.revoked"),
          agentCount: count("agent.quarantined"),
          hasTestAgent: count("agent.revoked") === 1,
          // The test request is cancelled with its agent.
          pendingRequests: count("request.cancelled") - count("agent.revoked"),
          delegations: count("delegation.revoked"),
          offers: count("agent.offer_withdrawn"),
          ...(isLeaving && {
            passkeys: count("passkey.removed"),
            backedUp: count("agent.backups_changed"),
          }),
        });
        expect(foreseen.openGrants + foreseen.approvedGrants).toBe(count("grant.revoked"));
        expect(isLeaving ? foreseen.groups.length : 0).toBe(count("group.members_changed"));
        const after = await foreseeOffboarding(db, { actor: admin, personId, now: at });
        const ended = {
          sessions: 0,
          links: 0,
          policyTokens: 0,
          hasTestAgent: false,
          pendingRequests: 0,
          openGrants: 0,
          approvedGrants: 0,
        };
        expect(after).toMatchObject({ ...ended, delegations: 0, offers: 0, agentCount: foreseen.agentCount });
      }),
      { numRuns: 12 },
    );
  },
);

test("the list of all people agrees with each person's own page", async () => {
  await fc.assert(
    fc.asyncProperty(personRecords, async (some) => {
      const { personId } = await build({ ...some, agents: [...some.agents, busy], hasTestAgent: true });
      const foreseen = await foreseeOffboarding(db, { actor: admin, personId, now });
      const { people } = await listBlastRadius(db, { viewer: admin, now });
      const { agentCount: agents, pendingRequests, openGrants, groups, backedUp } = foreseen;
      const lastIn = groups.filter(({ isLast }) => isLast).length;
      expect(people.find(({ id }) => id === personId)).toMatchObject({
        ...{ agents, pendingRequests, openGrants, backedUp, lastIn },
        groups: groups.length,
      });
      expect(people.map((person) => person.agents)).toEqual(
        people.map((person) => person.agents).sort((a, b) => b - a),
      );
    }),
    { numRuns: 12 },
  );
});

const busy = { status: "active" as const, requests: [{ state: "pending" as const }] };
