import fc from "fast-check";
import { expect, test } from "vitest";
import { workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { releaseNow } from "#lib/lifecycle/testing/release-now";
import { changeRoles } from "#lib/membership/change-roles";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { seedPolicy } from "#lib/publishing/seed";
import { declineOffers } from "./offers/decline-offers.ts";
import { offerOwnership } from "./offers/offer-ownership.ts";
import { expireOffers, withdrawOffer } from "./offers/withdraw-offers.ts";
import { quarantineLapsed } from "./quarantine-lapsed.ts";
import { accept, attestAll } from "./testing/sign.ts";

const start = new Date("2026-01-01T10:00:00Z");

const { db } = await createTestDatabase();
await db.insert(workspace).values({ name: "Test", createdAt: start });
await db.transaction((tx) => seedPolicy(tx, start));
const admin = await addPerson(db, { roles: ["admin"], now: start });

const person = fc.nat({ max: 2 });
const step = fc.oneof(
  fc.record({ do: fc.constant("offer" as const), to: person }),
  fc.record({ do: fc.constantFrom("accept" as const, "decline" as const, "withdraw" as const), by: person }),
  fc.record({
    do: fc.constantFrom("suspend" as const, "reinstate" as const, "leave" as const),
    whom: person,
  }),
  fc.record({ do: fc.constantFrom("demote" as const, "promote" as const), whom: person }),
  fc.record({ do: fc.constant("attest" as const), by: person }),
  fc.record({ do: fc.constant("pass" as const), days: fc.constantFrom(1, 8, 60, 105) }),
  fc.record({ do: fc.constantFrom("hold" as const, "release" as const), by: person }),
  fc.record({
    do: fc.constant("ask" as const),
    kind: fc.constantFrom("pending" as const, "granted" as const),
  }),
  { weight: 1, arbitrary: fc.record({ do: fc.constant("revoke" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface World {
  people: TestPerson[];
  agentId: string;
  now: Date;
}

/** Takes a step; a step refused by a verb changes nothing. */
async function take(world: World, taken: Step): Promise<void> {
  try {
    await attempt(world, taken);
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === "internal") throw error;
  }
}

async function attempt(world: World, taken: Step): Promise<void> {
  const { people, agentId, now } = world;
  const whom = (index: number) => people[index] as TestPerson;
  switch (taken.do) {
    case "offer": {
      const offers = [{ agentId, toPersonId: whom(taken.to).personId }];
      await offerOwnership(db, { actor: admin, offers, now });
      return;
    }
    case "accept":
    case "decline":
    case "withdraw":
      return onOffer(world, taken.do, whom(taken.by));
    case "suspend":
      return suspendPerson(db, { actor: admin, personId: whom(taken.whom).personId, now });
    case "reinstate":
      return reinstatePerson(db, { actor: admin, personId: whom(taken.whom).personId, now });
    case "leave":
      return deactivatePerson(db, { actor: admin, personId: whom(taken.whom).personId, now });
    case "demote":
    case "promote": {
      const roles = taken.do === "demote" ? (["auditor"] as const) : (["approver"] as const);
      return changeRoles(db, { actor: admin, personId: whom(taken.whom).personId, roles: [...roles], now });
    }
    case "attest":
      await attestAll(db, whom(taken.by), now);
      return;
    case "pass":
      world.now = addSeconds(now, taken.days * 86_400);
      await quarantineLapsed(db, world.now);
      await expireOffers(db, world.now);
      return;
    case "hold":
      return holdAgent(db, { actor: whom(taken.by), agentId, reason: null, now });
    case "release":
      return releaseNow(db, { actor: whom(taken.by), agentIds: [agentId], now });
    case "ask":
      if ((await look(agentId)).status !== "active") return;
      await addRequest(
        db,
        agentId,
        taken.kind === "pending" ? { state: "pending", now } : { state: "approved", grant: "issued", now },
      );
      return;
    case "revoke":
      return revokeAgents(db, { actor: admin, agentIds: [agentId], now });
  }
}

async function onOffer({ agentId, now }: World, how: "accept" | "decline" | "withdraw", by: TestPerson) {
  const [open] = await db.$client<{ id: string }[]>`
    select id from ownership_offers where agent_id = ${agentId} and state = 'open'`;
  if (!open) return;
  if (how === "accept") await accept(db, by, open.id, now);
  if (how === "decline") await declineOffers(db, { actor: by, offerIds: [open.id], reason: "No", now });
  if (how === "withdraw") await withdrawOffer(db, { actor: admin, offerId: open.id, now });
}

interface Look {
  status: string;
  ownerId: string;
  ownerEpoch: number;
  isOwnerActive: boolean;
  isHeld: boolean;
  /** Days since the last confirmation of ownership. */
  days: number;
  staleOrVoid: number;
  openOffers: number;
  offersToOthers: number;
}

async function look(agentId: string, now = start): Promise<Look> {
  const [row] = await db.$client<Look[]>`
    select a.status, a.owner_id as "ownerId", a.owner_epoch as "ownerEpoch",
      (p.status = 'active' and 'approver' = any(p.roles)) as "isOwnerActive", a.held_at is not null as "isHeld",
      extract(epoch from ${now.toISOString()}::timestamptz - a.attested_at)::float8 / 86400 as days,
      (select count(*)::int from requests r where r.agent_id = a.id and r.state = 'pending'
        and (r.owner_epoch <> a.owner_epoch or a.status <> 'active'))
      + (select count(*)::int from grants g where g.agent_id = a.id and g.state = 'issued'
        and g.expires_at > ${now.toISOString()} and (g.owner_epoch <> a.owner_epoch or a.status <> 'active')) as "staleOrVoid",
      (select count(*)::int from ownership_offers o where o.agent_id = a.id and o.state = 'open') as "openOffers",
      (select count(*)::int from ownership_offers o join people t on t.id = o.to_person_id where o.agent_id = a.id and o.state = 'open'
        and (t.status <> 'active' or not 'approver' = any(t.roles) or t.id = a.owner_id)) as "offersToOthers"
    from agents a join people p on p.id = a.owner_id where a.id = ${agentId}`;
  if (!row) throw new Error(`no agent ${agentId}`);
  return row;
}

test("an agent's states: in every order of events, the agent acts only while its owner is active and no person holds it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const people = [];
      for (let n = 0; n < 3; n++) people.push(await addPerson(db, { roles: ["approver"], now: start }));
      const agentId = await addAgent(db, (people[0] as TestPerson).personId, start);
      const world: World = { people, agentId, now: start };
      let before = await look(agentId);
      for (const taken of steps) {
        await take(world, taken);
        const after = await look(agentId, world.now);
        expectSound(before, after);
        before = after;
      }
    }),
    { numRuns: 50 },
  );
}, 120_000);

function expectSound(before: Look, after: Look): void {
  // Invariants 7 and 8: nothing pending or granted under an old epoch, or for an inactive agent.
  expect(after.staleOrVoid).toBe(0);
  if (after.status === "active") expect(after).toMatchObject({ isOwnerActive: true });
  if (after.status === "active") expect(after.days).toBeLessThan(105);
  if (after.isHeld) expect(after.status).not.toBe("active");
  // Unless held, it is quarantined with an active owner only for want of a confirmation.
  if (after.status === "quarantined" && after.isOwnerActive && !after.isHeld)
    expect(after.days).toBeGreaterThanOrEqual(90);
  expect(after.openOffers).toBeLessThanOrEqual(after.status === "revoked" ? 0 : 1);
  expect(after.offersToOthers).toBe(0);
  if (before.status === "revoked") expect(after.status).toBe("revoked");
  expect(after.ownerEpoch).toBeGreaterThanOrEqual(before.ownerEpoch);
  const isNewOwnerOrStatus =
    after.ownerId !== before.ownerId || (after.status !== before.status && after.status !== "revoked");
  if (isNewOwnerOrStatus) expect(after.ownerEpoch).toBeGreaterThan(before.ownerEpoch);
}
