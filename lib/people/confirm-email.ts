import { and, eq, isNotNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/**
 * Confirms a person's email from a directory: single sign-on may then link an account by the email.
 * The caller has obtained the actor's passkey confirmation for this person and email.
 * @throws {CountersignError} `conflict` when the email changed since, or needs no confirmation
 */
export async function confirmAddress(
  db: Database,
  confirmation: { actor: Viewer; personId: string; email: string; now: Date },
): Promise<void> {
  const { actor, personId, email, now } = confirmation;
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    // One conditional UPDATE orders a confirmation and a change of the address.
    const confirmed = await tx
      .update(people)
      .set({ emailBefore: null, emailGivenAt: null, emailGivenBy: null })
      .where(and(eq(people.id, personId), eq(people.email, email), isNotNull(people.emailGivenAt)))
      .returning({ id: people.id });
    if (confirmed.length === 0)
      throw new CountersignError("conflict", "another address by now, or one that is confirmed", {
        userMessage: "This email was changed or confirmed by someone else. Reload to see its current status.",
      });
    const subject = { person: personId };
    await recordAudit(tx, { type: "person.address_confirmed", actor, subject }, now);
  });
}
