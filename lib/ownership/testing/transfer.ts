import { eq } from "drizzle-orm";
import { agents } from "#db/schema/agents";
import { ownershipOffers } from "#db/schema/ownership";
import { addAgent } from "#lib/agents/testing/authority";
import { TestWorkspace } from "#lib/testing/workspace";
import { offerOwnership } from "../offers/offer-ownership.ts";

/**
 * A workspace for transfers of ownership: an admin, the owner of the agents, and the heir who gets
 * their offers. For tests only; call it at the top of a test file.
 */
export async function openTransfer(now: Date) {
  const workspace = await TestWorkspace.open(() => now);
  const { db } = workspace;
  const admin = await workspace.person("Ada Admin", ["admin"]);
  const owner = await workspace.person("Olga Owner");
  const heir = await workspace.person("Hal Heir");

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
