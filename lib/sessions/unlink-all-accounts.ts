import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { type Actor, recordAudits } from "#lib/audit/record";

/**
 * Unlinks a person from every account at every provider, in the transaction in which the person
 * leaves: if the person is invited again, or another person gets the address, no earlier account
 * signs in as that person.
 */
export async function unlinkAllAccounts(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const unlinked = await tx
    .delete(accounts)
    .where(eq(accounts.userId, personId))
    .returning({ connection: accounts.provider });
  const facts = unlinked.map(({ connection }) => ({
    type: "sso_account.unlinked" as const,
    actor,
    subject: { person: personId, sso_connection: connection },
  }));
  await recordAudits(tx, facts, now);
}
