import { expect, test } from "vitest";
import { workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson } from "#lib/membership/testing/people";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { seedPolicy } from "#lib/publishing/seed";
import { attest } from "./attest.ts";
import { acceptOffers } from "./offers/accept-offers.ts";
import { offerOwnership } from "./offers/offer-ownership.ts";
import { expireOffers } from "./offers/withdraw-offers.ts";
import { quarantineLapsed } from "./quarantine-lapsed.ts";
import { signAcceptance, signAttestation } from "./testing/sign.ts";

const start = new Date("2026-01-01T10:00:00Z");
const now = addSeconds(start, 95 * 86_400);
const lapsing = addSeconds(start, 105 * 86_400);

const { db } = await createTestDatabase();
await db.insert(workspace).values({ name: "Test", createdAt: start });
await db.transaction((tx) => seedPolicy(tx, start));
const admin = await addPerson(db, { roles: ["admin", "approver"], now: start });

test("concurrent changes to owners and their agents neither deadlock nor leave an incomplete change", async () => {
  for (let round = 0; round < 8; round++) {
    const [owner, heir, next] = [
      await addPerson(db, { roles: ["approver"], now: start }),
      await addPerson(db, { roles: round % 2 ? ["approver"] : ["approver", "admin"], now: start }),
      await addPerson(db, { roles: ["approver"], now: start }),
    ];
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) {
      const id = await addAgent(db, owner.personId, start);
      await addRequest(db, id, { state: "pending", now });
      await addRequest(db, id, { state: "approved", grant: "issued", now });
      ids.push(id);
    }
    const [first = "", second = "", ...others] = ids;
    const [offerId = ""] = await offerOwnership(db, {
      actor: admin,
      offers: [{ agentId: first, toPersonId: heir.personId }],
      now,
    });
    const acceptance = await signAcceptance(db, heir, [offerId], now);
    const attestation = await signAttestation(db, owner, now);
    const backwards = [...others].reverse().map((agentId) => ({ agentId, toPersonId: next.personId }));
    const outcomes = await Promise.allSettled([
      acceptOffers(db, acceptance),
      attest(db, attestation),
      offerOwnership(db, { actor: admin, offers: backwards, now }),
      suspendPerson(db, { actor: admin, personId: owner.personId, now }),
      deactivatePerson(db, { actor: admin, personId: heir.personId, now }),
      suspendPerson(db, { actor: admin, personId: next.personId, now }),
      revokeAgents(db, { actor: admin, agentIds: [second, first], now }),
      quarantineLapsed(db, lapsing),
      holdAgent(db, { actor: owner, agentId: others[0] ?? "", reason: null, now }),
      holdAgent(db, { actor: admin, agentId: second, reason: null, now }),
      expireOffers(db, now),
    ]);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(CountersignError);
    expect(await loose(ids)).toEqual({ acting: 0, pending: 0, granted: 0, offered: 0 });
  }
}, 60_000);

/** Agents, requests, grants and offers still open although all three people are deactivated. */
async function loose(ids: string[]) {
  const [row] = await db.$client`
    select (select count(*)::int from agents where id = any(${ids}) and status = 'active') as acting,
      (select count(*)::int from requests where agent_id = any(${ids}) and state = 'pending') as pending,
      (select count(*)::int from grants where agent_id = any(${ids}) and state = 'issued') as granted,
      (select count(*)::int from ownership_offers where agent_id = any(${ids}) and state = 'open') as offered`;
  return row;
}
