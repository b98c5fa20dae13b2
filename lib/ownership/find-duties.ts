import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { ownershipOffers } from "#db/schema/ownership";
import { isAttestationDue } from "#lib/agents/attestation-deadline";
import { isOpen } from "#lib/ownership/offers/end-offers";
import type { Viewer } from "#lib/sessions/session";

export interface Duties {
  offers: number;
  /** The person's agents with a due review; `lapsed` of these are quarantined. */
  due: number;
  lapsed: number;
}

// A held agent waits for its release.
const awaitsConfirmation = and(eq(agents.status, "quarantined"), isNull(agents.heldAt));

/** Counts what a person has to do as an owner: for the list of notifications. */
export async function findDuties(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<Duties> {
  if (!viewer.roles.includes("approver")) return { offers: 0, due: 0, lapsed: 0 };
  const [duties] = await db
    .select({
      offers: db.$count(ownershipOffers, and(eq(ownershipOffers.toPersonId, viewer.personId), isOpen(now))),
      due: sql<number>`count(*)::int`,
      lapsed: sql<number>`(count(*) filter (where ${awaitsConfirmation}))::int`,
    })
    .from(agents)
    .where(
      and(
        eq(agents.ownerId, viewer.personId),
        ne(agents.status, "revoked"),
        or(isAttestationDue(now), awaitsConfirmation),
      ),
    );
  return duties ?? { offers: 0, due: 0, lapsed: 0 };
}
