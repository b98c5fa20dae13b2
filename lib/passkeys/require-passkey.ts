import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { CountersignError } from "#lib/kernel/errors";
import { unverifiedPasskey } from "./unverified.ts";

/**
 * Requires a recorded passkey until the transaction ends. @throws {CountersignError}
 * `passkey_refused`
 */
export async function requirePasskey(tx: Transaction, credentialId: string): Promise<void> {
  const [found] = await tx
    .select({ credentialId: passkeys.credentialId })
    .from(passkeys)
    .where(eq(passkeys.credentialId, credentialId))
    .for("update");
  if (found) return;
  throw new CountersignError("passkey_refused", "the passkey was removed", {
    userMessage: unverifiedPasskey,
  });
}
