import type { Transaction } from "#db/client";
import { type Actor, recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { clearInactiveFlag } from "#lib/people/inactive-flag";
import { listAccessEvents } from "#lib/people/list-access-events";
import { shownSeconds } from "./list-refused-removals.ts";

interface Word {
  personId: string;
  actor: Actor;
  now: Date;
}

/**
 * Withdraws the claim at the directory's own request. @returns whether that is news: there was a
 * claim, or a refused removal is still listed.
 */
export async function withdrawClaim(
  tx: Transaction,
  { personId, now }: Pick<Word, "personId" | "now">,
): Promise<boolean> {
  if (await clearInactiveFlag(tx, personId)) return true;
  return (await findRefusedRemoval(tx, { personId, now })) !== undefined;
}

/**
 * Withdraws the client's own claim and no other client's: a directory lists people as active with
 * every change of a profile, and must not hide from the admins that another directory removed the
 * person.
 * @returns whether the withdrawal is new: as {@link withdrawClaim}
 */
export async function withdrawOwnClaim(tx: Transaction, { personId, actor, now }: Word): Promise<boolean> {
  if (await clearInactiveFlag(tx, personId, actor.id)) return true;
  return (await findRefusedRemoval(tx, { personId, now }))?.actorId === actor.id;
}

/** A refusal to remove a person still listed, unless a later event settled it. */
async function findRefusedRemoval(
  tx: Transaction,
  { personId, now }: Pick<Word, "personId" | "now">,
): Promise<{ actorId: string } | undefined> {
  const since = addSeconds(now, -shownSeconds);
  const [last] = await listAccessEvents(tx, { personId, since, limit: 1 });
  return last?.type === "person.removal_refused" ? last : undefined;
}

/**
 * Records the directory's claim without another event that contains it: a suspension and a
 * reactivation have an event already.
 */
export async function recordClaim(
  tx: Transaction,
  type: "person.called_inactive" | "person.called_active",
  { personId, actor, now }: Word,
): Promise<void> {
  await recordAudit(tx, { type, actor, subject: { person: personId } }, now);
}
