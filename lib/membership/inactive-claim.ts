import type { Transaction } from "#db/client";
import { type Actor, actorId, recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { clearInactiveFlag } from "#lib/people/inactive-flag";
import { listAccessEvents } from "#lib/people/list-access-events";
import { shownSeconds } from "./list-refused-removals.ts";

interface Word {
  personId: string;
  actor: Actor;
  now: Date;
}

/** Withdraws the directory's claim. @returns whether a claim or a refused removal was listed. */
export async function withdrawClaim(
  tx: Transaction,
  { personId, now }: Pick<Word, "personId" | "now">,
): Promise<boolean> {
  if (await clearInactiveFlag(tx, personId)) return true;
  return (await findRefusedRemoval(tx, { personId, now })) !== undefined;
}

/**
 * Withdraws the client's own claim only: a directory lists people as active with every change, and
 * must not hide another directory's removal.
 * @returns whether the withdrawal is new: as {@link withdrawClaim}
 */
export async function withdrawOwnClaim(tx: Transaction, { personId, actor, now }: Word): Promise<boolean> {
  if (await clearInactiveFlag(tx, personId, actorId(actor))) return true;
  return (await findRefusedRemoval(tx, { personId, now }))?.actorId === actorId(actor);
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

/** Records the directory's claim, unless a suspension or a reactivation already contains it. */
export async function recordClaim(
  tx: Transaction,
  type: "person.called_inactive" | "person.called_active",
  { personId, actor, now }: Word,
): Promise<void> {
  await recordAudit(tx, { type, actor, subject: { person: personId } }, now);
}
