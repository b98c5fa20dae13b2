import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import type { Confirmer } from "#lib/passkeys/control/control-set";
import { lockActivePerson } from "#lib/people/lock-people";
import { consumeChallenge } from "./consume-challenge.ts";
import type { AttestationJson } from "./credential-json.ts";
import { type Origin, storePasskey } from "./store-passkey.ts";
import { unverifiedPasskey } from "./unverified.ts";
import { type NewPasskey, verifyRegistration } from "./verify-registration.ts";

/**
 * Adds a passkey created for the options that a confirmation gave (`additionOptions`).
 * @throws {CountersignError} `challenge_expired`, `user_not_verified`, `passkey_refused`
 */
export async function addPasskey(
  db: Database,
  addition: {
    personId: string;
    credential: AttestationJson;
    name?: string;
    config: Pick<Config, "origin" | "rpId">;
    now: Date;
  },
): Promise<{ credentialId: string }> {
  const { personId, credential, name, config, now } = addition;
  const scope = { purpose: "register" as const, personId };
  const { clientDataJSON } = credential.response;
  const { challenge, confirmedWith } = await consumeChallenge(db, clientDataJSON, scope, now);
  const passkey = await verifyRegistration({ credential, expectedChallenge: challenge, config });
  await db.transaction((tx) =>
    storeOwnPasskey(tx, { personId, confirmedWith: confirmedWith ?? undefined, passkey, name, now }),
  );
  return { credentialId: passkey.credentialId };
}

/** Stores a passkey that an active person added with an existing one. @throws `passkey_refused` */
export async function storeOwnPasskey(
  tx: Transaction,
  own: {
    personId: string;
    confirmedWith: string | undefined;
    passkey: NewPasskey;
    name: string | undefined;
    now: Date;
  },
): Promise<void> {
  const { personId, confirmedWith, ...stored } = own;
  if (!(await lockActivePerson(tx, personId))) {
    throw new CountersignError("passkey_refused", "person is not active", {
      userMessage: "Your access has ended. Ask an admin.",
    });
  }
  const origin = await inheritOrigin(tx, { personId, credentialId: confirmedWith });
  await storePasskey(tx, { personId, origin, ...stored });
}

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
