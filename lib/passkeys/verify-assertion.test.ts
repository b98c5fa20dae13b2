import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { base64url } from "#lib/kernel/digest";
import type { PasskeyRow } from "./find-passkey.ts";
import { type Faults, SoftAuthenticator } from "./testing/soft-authenticator.ts";
import { verifyAssertion } from "./verify-assertion.ts";

const config = { origin: "https://countersign.example", rpId: "countersign.example" };
const personId = "per_01k00000000000000000000000";
const userHandle = base64url(Buffer.from(personId));

describe("verifying an assertion", () => {
  let authenticator: SoftAuthenticator;
  let passkeyRow: PasskeyRow;
  let expectedChallenge: Uint8Array;

  beforeEach(() => {
    authenticator = new SoftAuthenticator(config);
    passkeyRow = lockPasskey(authenticator);
    expectedChallenge = new Uint8Array(randomBytes(32));
  });

  function lockPasskey(device: SoftAuthenticator): PasskeyRow {
    device.create({ challenge: "unused", user: { id: userHandle } });
    return {
      credentialId: device.credentialId,
      personId,
      publicKey: device.publicKey,
      counter: 0,
      transports: [],
      backupEligible: false,
    };
  }

  function attempt(faults: Faults = {}, row: Partial<PasskeyRow> = {}) {
    const credential = authenticator.get({ challenge: base64url(expectedChallenge) }, faults);
    return verifyAssertion({
      credential,
      expectedChallenge,
      config,
      passkeyRow: { ...passkeyRow, ...row },
      requireUserHandle: true,
    });
  }

  it("accepts a signature by the right passkey, and returns the evidence byte for byte", async () => {
    const credential = authenticator.get({ challenge: base64url(expectedChallenge) });
    const verified = await verifyAssertion({ credential, expectedChallenge, config, passkeyRow });
    expect(verified.newCounter).toBe(1);
    expect(base64url(verified.authenticatorData)).toBe(credential.response.authenticatorData);
    expect(base64url(verified.clientDataJson)).toBe(credential.response.clientDataJSON);
    expect(base64url(verified.signature)).toBe(credential.response.signature);
  });

  it.each<[string, Faults, string]>([
    ["a challenge that was not ours", { challenge: base64url(randomBytes(32)) }, "passkey_refused"],
    ["another origin", { origin: "https://countersign.example.evil" }, "passkey_refused"],
    ["another RP ID", { rpId: "evil.example" }, "passkey_refused"],
    ["the type of a registration", { type: "webauthn.create" }, "passkey_refused"],
    ["user presence unset", { userPresent: false }, "user_not_verified"],
    ["user verification unset", { userVerified: false }, "user_not_verified"],
    ["backed up without being eligible", { backedUp: true, backupEligible: false }, "passkey_refused"],
    ["a flipped bit in the signature", { flipSignature: true }, "passkey_refused"],
    ["crossOrigin true", { crossOrigin: true }, "passkey_refused"],
    ["crossOrigin true with a topOrigin", { crossOrigin: true, topOrigin: config.origin }, "passkey_refused"],
    ["a topOrigin alone", { topOrigin: config.origin }, "passkey_refused"],
    ["another person's user handle", { userHandle: base64url(Buffer.from("per_other")) }, "wrong_passkey"],
    ["no user handle where the browser chose the passkey", { userHandle: null }, "wrong_passkey"],
    ["backup eligibility gained since registration", { backupEligible: true }, "passkey_refused"],
  ])("refuses %s", async (_, faults, code) => {
    await expect(attempt(faults)).rejects.toMatchObject({ code });
  });

  it("refuses backup eligibility lost since registration", async () => {
    await expect(attempt({}, { backupEligible: true })).rejects.toMatchObject({ code: "passkey_refused" });
  });

  it("refuses a counter that went back or stayed the same", async () => {
    await expect(attempt({ counter: 4 }, { counter: 5 })).rejects.toMatchObject({ code: "passkey_refused" });
    await expect(attempt({ counter: 5 }, { counter: 5 })).rejects.toMatchObject({ code: "passkey_refused" });
  });

  it("accepts a counter that is always 0", async () => {
    await expect(attempt({ counter: 0 }, { counter: 0 })).resolves.toMatchObject({ newCounter: 0 });
  });

  it("refuses another user's credential under this user's ID", async () => {
    const otherAuthenticator = new SoftAuthenticator(config);
    const otherRow = lockPasskey(otherAuthenticator);
    await expect(attempt({}, { publicKey: otherRow.publicKey })).rejects.toMatchObject({
      code: "passkey_refused",
    });
    await expect(attempt({}, { credentialId: otherRow.credentialId })).rejects.toMatchObject({
      code: "wrong_passkey",
    });
  });

  it("accepts a missing user handle where the passkeys were named in the options", async () => {
    const credential = authenticator.get({ challenge: base64url(expectedChallenge) }, { userHandle: null });
    await expect(
      verifyAssertion({ credential, expectedChallenge, config, passkeyRow }),
    ).resolves.toBeDefined();
  });
});
