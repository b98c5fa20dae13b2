import { and, eq, lt, or } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { CountersignError } from "#lib/kernel/errors";
import { unverifiedPasskey } from "./unverified.ts";

/** Records an assertion. @throws `passkey_refused` for a passkey removed, or a counter used, since */
export async function recordUse(
  tx: Database | Transaction,
  use: { credentialId: string; newCounter: number; backedUp: boolean; now: Date },
): Promise<void> {
  const isNext = or(
    lt(passkeys.counter, use.newCounter),
    // Authenticators without a counter always say 0 (WebAuthn Level 3, section 6.1.1).
    and(eq(passkeys.counter, 0), eq(passkeys.counter, use.newCounter)),
  );
  const updated = await tx
    .update(passkeys)
    .set({ counter: use.newCounter, backedUp: use.backedUp, lastUsedAt: use.now })
    .where(and(eq(passkeys.credentialId, use.credentialId), isNext))
    .returning({ credentialId: passkeys.credentialId });
  if (updated.length === 0) {
    throw new CountersignError("passkey_refused", "passkey is gone or its counter moved on", {
      userMessage: unverifiedPasskey,
    });
  }
}

/** Requires a passkey, and keeps it from being removed until the transaction ends. @throws {CountersignError} `passkey_refused` */
export async function requirePasskey(tx: Transaction, credentialId: string): Promise<void> {
  const [found] = await tx
    .select({ credentialId: passkeys.credentialId })
    .from(passkeys)
    .where(eq(passkeys.credentialId, credentialId))
    .for("key share");
  if (found) return;
  throw new CountersignError("passkey_refused", "the passkey was removed", {
    userMessage: unverifiedPasskey,
  });
}
