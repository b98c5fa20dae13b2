import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import type { Config } from "#lib/kernel/config";
import { base64url } from "#lib/kernel/digest";
import { challengeTtlSeconds, issueChallenge } from "./issue-challenge.ts";
import { acceptedAlgorithms } from "./verify-registration.ts";

export interface RegistrationAsk {
  person: { id: string; name: string; email: string };
  /** The link that permits the registration; absent when a signed-in person adds a passkey. */
  enrollmentId?: string;
  /** The passkey with which a signed-in person confirmed the addition (credential id). */
  confirmedWith?: string;
  config: Pick<Config, "rpId">;
  now: Date;
}

/**
 * Options for `navigator.credentials.create()`: user verification and a discoverable credential
 * required, attestation none. The user handle is the person's ID. Excludes existing passkeys.
 */
export async function registrationOptions(
  db: Database,
  { person, enrollmentId, confirmedWith, config, now }: RegistrationAsk,
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
    timeout: challengeTtlSeconds * 1000,
    attestationType: "none",
    excludeCredentials: registered,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: acceptedAlgorithms,
  });
}
