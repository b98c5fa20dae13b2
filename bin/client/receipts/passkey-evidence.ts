import type { Untyped } from "#client/json/untyped";
import { digestOf, equalBytes, joinBytes, readBase64url, readJsonBytes, sha256 } from "./bytes.ts";
import { readCbor, readCoseKey } from "./cose-key.ts";

// Every check throws an Error with the reason, or returns its finding as text. Steps: WebAuthn
// Level 3, section 7.2.

/** The challenge's prefix: another use of the passkey can't be taken for this use. */
const challengePrefixes = {
  approval: "countersign/approval/v1\n",
  batch: "countersign/approval-batch/v1\n",
  ownership: "countersign/ownership/v1\n",
  standing: "countersign/standing-approval/v1\n",
};

/** The browser's account of the ceremony for `kind`: over this statement, on the server's own page. */
export async function checkClientData(
  receipt: Untyped,
  kind: keyof typeof challengePrefixes = "approval",
): Promise<string> {
  const data = readJsonBytes(
    readBase64url(receipt.evidence.client_data_json, "clientDataJSON"),
    "clientDataJSON",
  );
  const statement = readBase64url(
    kind === "batch" ? receipt.batch.statement : receipt.statement,
    "the signed statement",
  );
  const challenge = await digestOf(challengePrefixes[kind], statement);
  if (data.type !== "webauthn.get") throw new Error(`its type is ${data.type}, not webauthn.get`);
  if (data.challenge !== challenge) throw new Error("its challenge isn't the hash of the statement");
  if (data.origin !== receipt.relying_party.origin)
    throw new Error(`it was created on ${data.origin}, not on ${receipt.relying_party.origin}`);
  // Browsers add later members of WebAuthn (section 5.8.1), which a verifier ignores.
  if (data.crossOrigin !== undefined && data.crossOrigin !== false)
    throw new Error("the page was embedded in another site");
  if (data.topOrigin !== undefined) throw new Error("another site embedded the page");
  return `signed on ${data.origin}, over the hash of this statement`;
}

/** The authenticator's data: this site, a person present and verified. */
export async function checkAuthenticatorData(receipt: Untyped): Promise<string> {
  const bytes = readBase64url(receipt.evidence.authenticator_data, "authenticatorData");
  if (bytes.byteLength < 37) throw new Error("it's too short");
  const rpIdHash = await sha256(receipt.relying_party.id);
  if (!equalBytes(rpIdHash, bytes.subarray(0, 32)))
    throw new Error(`it was created for a different site than ${receipt.relying_party.id}`);
  const flags = bytes[32] ?? 0;
  const [present, verified, eligible, backedUp] = [0x01, 0x04, 0x08, 0x10].map((bit) => (flags & bit) !== 0);
  if (!present) throw new Error("user presence not confirmed (UP is 0)");
  if (!verified) throw new Error("user not verified (UV is 0)");
  if (backedUp && !eligible) throw new Error("it claims to be backed up but isn't eligible (BS without BE)");
  checkRest(flags, bytes.subarray(37));
  return `person present and verified${eligible ? ", by a passkey that can be synced" : ", by a passkey bound to one device"}`;
}

/** The passkey's signature over the client data and the authenticator data. */
export async function checkPasskeySignature(receipt: Untyped): Promise<string> {
  const { evidence } = receipt;
  const key = readCoseKey(readBase64url(evidence.public_key, "the public key"));
  if (key.alg !== evidence.alg)
    throw new Error(`the key is for algorithm ${key.alg}, the receipt says ${evidence.alg}`);
  const clientDataHash = await sha256(readBase64url(evidence.client_data_json, "clientDataJSON"));
  const signed = joinBytes(readBase64url(evidence.authenticator_data, "authenticatorData"), clientDataHash);
  if (!(await key.verifies(signed, readBase64url(evidence.signature, "the signature"))))
    throw new Error("its signature isn't valid");
  return `${key.name}, by the passkey ${evidence.credential_id}`;
}

/** Checks that the RP ID is the origin's host or a parent domain (WebAuthn). */
export function checkRelyingParty({ relying_party: { id, origin } }: Untyped): string {
  const host = new URL(origin).hostname;
  if (host !== id && !host.endsWith(`.${id}`)) throw new Error(`${origin} can't use passkeys of ${id}`);
  return `${id}, at ${origin}`;
}

/** Checks that after 37 bytes only announced extensions follow. */
function checkRest(flags: number, rest: Uint8Array) {
  if (flags & 0x40) throw new Error("it contains a new credential, so it's a registration");
  if ((flags & 0x80) === 0) {
    if (rest.byteLength > 0) throw new Error("there are bytes after it");
  } else if (!(readCbor(rest) instanceof Map)) throw new Error("its extensions aren't a CBOR map");
}
