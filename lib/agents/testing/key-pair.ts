import { generateKeyPairSync, type KeyObject } from "node:crypto";

/** A pair as an agent or a tool makes it: the public key as `whpk_...`. For tests only. */
export function newKeyPair(): { publicKey: string; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  return { publicKey: `whpk_${raw.toString("base64")}`, privateKey };
}
