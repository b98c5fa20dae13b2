import { and, eq, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { type Actor, recordAudit, recordAudits } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";

/** Unlinks a leaver: if the person or the address comes back, no earlier account signs in. */
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

/** Unlinks a provider's accounts, or one person's. The caller records. @returns the number of links. */
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

/**
 * Links a person to a provider's account, permanently, with any email. No provider token is stored:
 * nothing here acts at the provider.
 * @throws {CountersignError} `conflict` when another transaction linked the person or the account
 * first.
 */
export async function linkAccount(
  tx: Transaction,
  { connectionId, personId, sub, now }: { connectionId: string; personId: string; sub: string; now: Date },
): Promise<void> {
  // Two unique keys: one person per account, and one account per person and provider.
  const linked = await tx
    .insert(accounts)
    .values({ userId: personId, type: "oidc", provider: connectionId, providerAccountId: sub })
    .onConflictDoNothing()
    .returning({ personId: accounts.userId });
  if (linked.length === 0)
    throw new CountersignError("conflict", `${personId} or their account was linked by another transaction`, {
      userMessage: "Another sign-in for you is in progress. Try again.",
    });
  const subject = { person: personId, sso_connection: connectionId };
  await recordAudit(tx, { type: "sso_account.linked", actor: { personId }, subject }, now);
}
