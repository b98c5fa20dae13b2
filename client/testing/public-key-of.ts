import { base64url } from "jose";
import { signingKey } from "../src/keys.ts";

/** The public half, `whpk_...`, of a private key, `whsk_...`. */
export async function publicKeyOf(privateKey: string): Promise<string> {
  const point = base64url.decode(await signingKey(privateKey).publicX());
  return `whpk_${Buffer.from(point).toString("base64")}`;
}
