import { and, eq, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { type Actor, recordAudits } from "#lib/audit/record";

/**
 * Unlinks a leaver from every account: if the person is invited again, or another person gets the
 * address, no earlier account signs in.
 */
export async function unlinkAllAccounts(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const unlinked = await deleteLinks(tx, eq(accounts.userId, personId));
  const facts = unlinked.map(({ connection }) => ({
    type: "sso_account.unlinked" as const,
    actor,
    subject: { person: personId, sso_connection: connection },
  }));
  await recordAudits(tx, facts, now);
}

/**
 * Unlinks all accounts of a provider, or one person's. The caller records. @returns the number of
 * links.
 */
export async function unlinkAccountsOf(
  tx: Transaction,
  { connectionId, personId }: { connectionId: string; personId?: string },
): Promise<number> {
  const person = personId === undefined ? undefined : eq(accounts.userId, personId);
  return (await deleteLinks(tx, and(eq(accounts.provider, connectionId), person))).length;
}

async function deleteLinks(tx: Transaction, which: SQL | undefined): Promise<{ connection: string }[]> {
  return tx.delete(accounts).where(which).returning({ connection: accounts.provider });
}
