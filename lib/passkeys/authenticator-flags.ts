import { CountersignError } from "#lib/kernel/errors";
import { unverifiedPasskey } from "./unverified.ts";

/** The flags of authenticator data (WebAuthn Level 3, section 6.1). */
export interface AuthenticatorFlags {
  userPresent: boolean;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
}

/** rpIdHash (32), flags (1), signCount (4). */
const minimumBytes = 37;
const flagsOffset = 32;

/** @throws {CountersignError} `passkey_refused` for short data, or backed up and not eligible for backup. */
export function readFlags(authenticatorData: Uint8Array): AuthenticatorFlags {
  const byte = authenticatorData[flagsOffset];
  if (byte === undefined || authenticatorData.byteLength < minimumBytes) {
    throw new CountersignError("passkey_refused", "authenticator data is too short", {
      userMessage: unverifiedPasskey,
    });
  }
  const flags = {
    userPresent: (byte & 0x01) !== 0,
    userVerified: (byte & 0x04) !== 0,
    backupEligible: (byte & 0x08) !== 0,
    backedUp: (byte & 0x10) !== 0,
  };
  if (flags.backedUp && !flags.backupEligible) {
    throw new CountersignError("passkey_refused", "authenticator data: BS is set without BE", {
      userMessage: unverifiedPasskey,
    });
  }
  return flags;
}

/** Requires a present and verified person. @throws {CountersignError} `user_not_verified` */
export function requireVerifiedUser(flags: AuthenticatorFlags): void {
  if (flags.userPresent && flags.userVerified) return;
  throw new CountersignError("user_not_verified", "authenticator data: UP or UV is not set", {
    userMessage: "Your device didn't verify you. Unlock it with your fingerprint, face or PIN and try again.",
  });
}
