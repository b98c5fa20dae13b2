import { eq } from "drizzle-orm";
import { agents } from "#db/schema/agents";
import { ownershipOffers } from "#db/schema/ownership";
import { createTestDatabase } from "#db/testing/database";
import { addAgent } from "#lib/agents/testing/authority";
import { addPerson } from "#lib/membership/testing/people";
import { seedPolicy } from "#lib/publishing/seed";
import { offerOwnership } from "../offers/offer-ownership.ts";

/**
 * A workspace for transfers of ownership: an admin, the owner of the agents, and the heir to whom
 * they are offered. For tests only; call it at the top of a test file.
 */
export async function openTransfer(now: Date) {
  const { db } = await createTestDatabase();
  await db.transaction((tx) => seedPolicy(tx, now));
  const admin = await addPerson(db, { roles: ["admin"], now });
  const owner = await addPerson(db, { roles: ["approver"], now });
  const heir = await addPerson(db, { roles: ["approver"], now });

  /** New agents of `of`, offered by `by` to `to`. `agentId` and `offerId` are the first ones. */
  async function offered(count: number, to = heir, by = admin, of = owner) {
    const agentIds: string[] = [];
    for (let n = 0; n < count; n++) agentIds.push(await addAgent(db, of.personId, now));
    const offers = agentIds.map((agentId) => ({ agentId, toPersonId: to.personId }));
    const offerIds = await offerOwnership(db, { actor: by, offers, now });
    const [agentId = ""] = agentIds;
    const [offerId = ""] = offerIds;
    return { agentIds, offerIds, agentId, offerId };
  }

  async function ownerOf(agentId: string) {
    const [row] = await db.select().from(agents).where(eq(agents.id, agentId));
    return row && { ownerId: row.ownerId, status: row.status, ownerEpoch: row.ownerEpoch };
  }

  async function stateOfOffer(id: string) {
    const [row] = await db.select().from(ownershipOffers).where(eq(ownershipOffers.id, id));
    return row?.state;
  }

  return { db, admin, owner, heir, offered, ownerOf, stateOfOffer };
}
