import { verifyRegistrationResponse } from "@simplewebauthn/server";
import type { Config } from "#lib/kernel/config";
import { base64url, fromBase64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { refuseEmbedded } from "./client-data.ts";
import type { AttestationJson } from "./credential-json.ts";
import type { PasskeyRow } from "./find-passkey.ts";
import { unverifiedPasskey } from "./unverified.ts";

/** COSE algorithms EdDSA, ES256 and RS256: verifiable offline in receipts. */
export const acceptedAlgorithms = [-8, -7, -257];

export interface NewPasskey extends Omit<PasskeyRow, "personId"> {
  backedUp: boolean;
  aaguid: string;
}

/** Verifies a registration (WebAuthn Level 3, 7.1). @throws `user_not_verified`, `passkey_refused` */
export async function verifyRegistration(check: {
  credential: AttestationJson;
  expectedChallenge: Uint8Array;
  config: Pick<Config, "origin" | "rpId">;
}): Promise<NewPasskey> {
  const { credential } = check;
  refuseEmbedded(credential.response.clientDataJSON);
  if (credential.clientExtensionResults?.credProps?.rk === false) {
    throw new CountersignError("passkey_refused", "the credential is not discoverable", {
      userMessage:
        "This device created a key that can't be used to sign in. Use another device or password manager.",
    });
  }
  const info = await verifyWithLibrary(check);
  if (!info.userVerified) {
    throw new CountersignError("user_not_verified", "registration without user verification", {
      userMessage: "Your device didn't verify you. Set up a fingerprint, face or PIN and try again.",
    });
  }
  return {
    credentialId: info.credential.id,
    publicKey: info.credential.publicKey,
    counter: info.credential.counter,
    transports: info.credential.transports ?? [],
    backupEligible: info.credentialDeviceType === "multiDevice",
    backedUp: info.credentialBackedUp,
    aaguid: info.aaguid,
  };
}

async function verifyWithLibrary({
  credential,
  expectedChallenge,
  config,
}: Parameters<typeof verifyRegistration>[0]) {
  const transports = credential.response.transports ?? undefined;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: credential.id,
        rawId: credential.rawId,
        type: credential.type,
        response: { ...credential.response, transports },
        clientExtensionResults: {},
      },
      expectedChallenge: base64url(expectedChallenge),
      expectedOrigin: config.origin,
      expectedRPID: config.rpId,
      // The caller checks user verification: its absence is a separate error.
      requireUserVerification: false,
      supportedAlgorithmIDs: acceptedAlgorithms,
    });
    if (!verified) throw new Error("attestation does not verify");
    refuseOtherId(credential.id, registrationInfo.credential.id);
    return registrationInfo;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CountersignError("passkey_refused", `registration refused: ${reason}`, {
      cause,
      userMessage: unverifiedPasskey,
    });
  }
}

/** The outer ID must equal the ID in the signed part (section 7.1, step 25 stores the inner ID). */
function refuseOtherId(outer: string, inner: string): void {
  if (outer !== inner || !fromBase64url(inner)) throw new Error("credential ids differ");
}
