import { signJws } from "#lib/crypto/jws";
import type { SigningKey } from "#lib/crypto/signing-key";
import { canonicalJson } from "#lib/json/canonical";
import type { Receipt } from "./receipt.ts";

/** Prevents a receipt's signature from being valid for anything else signed here. */
const receiptTyp = "countersign-receipt+jws";

/** The server's signature vouches for the passkey's person, the time and the result. */
export async function signReceipt<T extends { type: string }>(
  receipt: T,
  { kid, privateKey, publicJwk }: SigningKey,
): Promise<T & Pick<Receipt, "keys" | "server_signature">> {
  const keys = { keys: [{ ...publicJwk, kid, alg: "EdDSA" as const, use: "sig" as const }] };
  const signed = { ...receipt, keys };
  const jws = await signJws(canonicalJson(signed), { kid, typ: receiptTyp, privateKey });
  const [header, , signature] = jws.split(".");
  return { ...signed, server_signature: `${header}..${signature}` };
}
