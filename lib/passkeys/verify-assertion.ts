import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import type { Config } from "#lib/kernel/config";
import { base64url, equalBytes, fromBase64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { readFlags, requireVerifiedUser } from "./authenticator-flags.ts";
import { refuseEmbedded } from "./client-data.ts";
import type { AssertionJson } from "./credential-json.ts";
import type { PasskeyRow } from "./find-passkey.ts";
import { unverifiedPasskey } from "./unverified.ts";

export interface AssertionCheck {
  credential: AssertionJson;
  /** The bytes handed to WebAuthn. Their row must have been consumed already (invariant 4). */
  expectedChallenge: Uint8Array;
  config: Pick<Config, "origin" | "rpId">;
  /** The expected passkey; the caller decided its owner. */
  passkeyRow: PasskeyRow;
  /** At sign-in the browser chooses. Elsewhere the handle may be missing, never wrong. */
  requireUserHandle?: boolean;
}

/** A verified assertion: what to write back (`recordUse`) and the evidence, byte for byte. */
export interface VerifiedAssertion {
  newCounter: number;
  backedUp: boolean;
  authenticatorData: Uint8Array;
  clientDataJson: Uint8Array;
  signature: Uint8Array;
}

/**
 * Verifies a WebAuthn assertion (WebAuthn Level 3, section 7.2), with checks in addition to the
 * library's: never in a frame, the owner's user handle, user presence *and* verification, and the
 * registered backup eligibility.
 * @throws {CountersignError} `wrong_passkey`, `user_not_verified` or `passkey_refused`
 */
export async function verifyAssertion(check: AssertionCheck): Promise<VerifiedAssertion> {
  const { credential, passkeyRow } = check;
  const authenticatorData = decode(credential.response.authenticatorData);
  const clientDataJson = decode(credential.response.clientDataJSON);
  const signature = decode(credential.response.signature);

  refuseOtherPasskey(check);
  refuseEmbedded(credential.response.clientDataJSON);
  const flags = readFlags(authenticatorData);
  requireVerifiedUser(flags);
  if (flags.backupEligible !== passkeyRow.backupEligible) {
    throw new CountersignError("passkey_refused", "backup eligibility changed since registration", {
      userMessage: unverifiedPasskey,
    });
  }
  const newCounter = await verifyWithLibrary(check);
  return { newCounter, backedUp: flags.backedUp, authenticatorData, clientDataJson, signature };
}

function refuseOtherPasskey({ credential, passkeyRow, requireUserHandle }: AssertionCheck): void {
  const handle = credential.response.userHandle;
  const isOwner = handle
    ? equalBytes(Buffer.from(handle, "base64url"), Buffer.from(passkeyRow.personId))
    : !requireUserHandle;
  if (credential.id === passkeyRow.credentialId && isOwner) return;
  throw new CountersignError("wrong_passkey", "assertion is by another passkey or another user handle", {
    userMessage: "This passkey belongs to someone else. Use your own passkey.",
  });
}

/** The library checks type, challenge, origin, RP ID, UP, UV, counter and signature. */
async function verifyWithLibrary({
  credential,
  expectedChallenge,
  config,
  passkeyRow,
}: AssertionCheck): Promise<number> {
  const response = { ...credential.response, userHandle: credential.response.userHandle ?? undefined };
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: credential.id,
        rawId: credential.rawId,
        type: credential.type,
        response,
        clientExtensionResults: {},
      },
      expectedChallenge: base64url(expectedChallenge),
      expectedOrigin: config.origin,
      expectedRPID: config.rpId,
      credential: {
        id: passkeyRow.credentialId,
        publicKey: new Uint8Array(passkeyRow.publicKey),
        counter: passkeyRow.counter,
      },
      requireUserVerification: true,
    });
    if (!verified) throw new Error("signature does not verify");
    return authenticationInfo.newCounter;
  } catch (cause) {
    throw new CountersignError("passkey_refused", `assertion refused: ${reasonOf(cause)}`, {
      cause,
      userMessage: unverifiedPasskey,
    });
  }
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes) return bytes;
  throw new CountersignError("passkey_refused", "assertion is not base64url", {
    userMessage: unverifiedPasskey,
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
