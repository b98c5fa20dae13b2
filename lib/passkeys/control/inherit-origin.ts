import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { CountersignError } from "#lib/kernel/errors";
import type { Origin } from "../store-passkey.ts";
import { unverifiedPasskey } from "../unverified.ts";
import type { Confirmer } from "./control-set.ts";

/**
 * The origin of a passkey added with an existing one, whose enrolling admin may control it: the new
 * passkey stays tied to the same people and link.
 * @throws {CountersignError} `passkey_refused` when the existing passkey was removed: its holder
 * could no longer be determined.
 */
export async function inheritOrigin(tx: Transaction, { personId, credentialId }: Confirmer): Promise<Origin> {
  const { enrollmentId, vouchedBy, isFounding, confirmedAt } = passkeys;
  const isSource = credentialId === undefined ? undefined : eq(passkeys.credentialId, credentialId);
  const sources = await tx
    .select({ enrollmentId, vouchedBy, isFounding, confirmedAt })
    .from(passkeys)
    .where(and(eq(passkeys.personId, personId), isSource))
    .orderBy(passkeys.credentialId)
    .for("share");
  if (credentialId !== undefined && sources.length === 0) {
    throw new CountersignError("passkey_refused", "the passkey that confirmed the addition was removed", {
      userMessage: unverifiedPasskey,
    });
  }
  const tied = sources.filter((source) => source.confirmedAt === null && source.vouchedBy.length > 0);
  return {
    via: "own",
    enrollmentId: tied[0]?.enrollmentId ?? undefined,
    vouchedBy: [...new Set(tied.flatMap((source) => source.vouchedBy))],
    isFounding: tied.length > 0 && tied.every((source) => source.isFounding),
  };
}
