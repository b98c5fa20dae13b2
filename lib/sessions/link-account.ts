import type { Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";

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
  // Two unique keys decide: one person per account, and one account of this provider per person.
  const linked = await tx
    .insert(accounts)
    .values({ userId: personId, type: "oidc", provider: connectionId, providerAccountId: sub })
    .onConflictDoNothing()
    .returning({ personId: accounts.userId });
  if (linked.length === 0)
    throw new CountersignError("conflict", `${personId} or their account was linked by another transaction`, {
      userMessage: "Another sign-in for you is in progress. Try again.",
    });
  const actor = { type: "person" as const, id: personId };
  const subject = { person: personId, sso_connection: connectionId };
  await recordAudit(tx, { type: "sso_account.linked", actor, subject }, now);
}
