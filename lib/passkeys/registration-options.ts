import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import type { Config } from "#lib/kernel/config";
import { base64url } from "#lib/kernel/digest";
import { confirmWithPasskey } from "./confirm-with-passkey.ts";
import type { AssertionJson } from "./credential-json.ts";
import { challengeTtlSeconds, issueChallenge } from "./issue-challenge.ts";
import { acceptedAlgorithms } from "./verify-registration.ts";

export interface RegistrationAsk {
  person: { id: string; name: string; email: string };
  /** The link that permits the registration; absent when a signed-in person adds a passkey. */
  enrollmentId?: string;
  /** The passkey with which a signed-in person confirmed the addition (credential id). */
  confirmedWith?: string;
  /** How long the browser asks; absent for as long as the challenge lives. */
  timeoutMs?: number;
  config: Pick<Config, "rpId">;
  now: Date;
}

/**
 * Options for `navigator.credentials.create()`: user verification and a discoverable credential
 * required, attestation none. The user handle is the person's ID. Excludes existing passkeys.
 */
export async function registrationOptions(
  db: Database,
  { person, enrollmentId, confirmedWith, timeoutMs, config, now }: RegistrationAsk,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const userId = new TextEncoder().encode(person.id);
  const scope = enrollmentId ? { enrollmentId } : { personId: person.id };
  const challenge = await issueChallenge(
    db,
    { purpose: "register", ...scope, userHandle: base64url(userId), confirmedWith },
    now,
  );
  const registered = await db
    .select({ id: passkeys.credentialId, transports: passkeys.transports })
    .from(passkeys)
    .where(eq(passkeys.personId, person.id));
  return generateRegistrationOptions({
    rpName: "Countersign",
    rpID: config.rpId,
    userID: userId,
    userName: person.email,
    userDisplayName: person.name,
    challenge: new Uint8Array(challenge),
    timeout: timeoutMs ?? challengeTtlSeconds * 1000,
    attestationType: "none",
    excludeCredentials: registered,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: acceptedAlgorithms,
  });
}

/**
 * Options for another passkey, only after a confirmation by an existing one: a passkey approves, so
 * a session alone must never create a passkey. {@link addPasskey} takes only this challenge.
 * @throws {CountersignError} as `confirmWithPasskey`
 */
export async function additionOptions(
  db: Database,
  addition: {
    person: { id: string; name: string; email: string };
    confirmation: AssertionJson;
    config: Pick<Config, "origin" | "rpId">;
    now: Date;
  },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { person, confirmation, config, now } = addition;
  const act = "passkey/add" as const;
  const confirmed = { personId: person.id, act, credential: confirmation, config, now };
  const { credentialId } = await confirmWithPasskey(db, confirmed);
  return registrationOptions(db, { person, confirmedWith: credentialId, config, now });
}
