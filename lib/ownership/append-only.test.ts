import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { ownershipOffers } from "#db/schema/ownership";
import { createTestDatabase } from "#db/testing/database";
import { addAgent } from "#lib/agents/testing/authority";
import { addPerson } from "#lib/membership/testing/people";
import { seedPolicy } from "#lib/publishing/seed";
import { offerOwnership } from "./offers/offer-ownership.ts";
import { accept, attestAll } from "./testing/sign.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-11-24T10:00:00Z");

test("the database itself refuses to change a signed statement", async () => {
  await db.transaction((tx) => seedPolicy(tx, now));
  const [admin, owner, heir] = [
    await addPerson(db, { roles: ["admin"], now }),
    await addPerson(db, { roles: ["approver"], now }),
    await addPerson(db, { roles: ["approver"], now }),
  ];
  const agentId = await addAgent(db, owner.personId, now);
  const offers = [{ agentId, toPersonId: heir.personId }];
  const [offerId = ""] = await offerOwnership(db, { actor: admin, offers, now });
  await accept(db, heir, offerId, now);
  await attestAll(db, heir, now);
  for (const statement of [
    `update ownership_offers set to_person_id = '${owner.personId}'`,
    "delete from ownership_offers",
    "update attestations set agent_ids = '{}'",
    "truncate attestations",
    "update acceptances set person_id = 'per_x'",
    "delete from acceptances",
  ])
    await expect(db.$client.unsafe(statement)).rejects.toThrow("is append-only");
  const [kept] = await db.select().from(ownershipOffers).where(eq(ownershipOffers.id, offerId));
  expect(kept).toMatchObject({ state: "accepted", toPersonId: heir.personId });
});
