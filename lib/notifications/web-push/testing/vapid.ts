import { createPublicKey } from "node:crypto";
import { jwtVerify } from "jose";

/**
 * Verifies the header `authorization: vapid t=…, k=…` as a push service does (RFC 8292): the
 * signature by `k`, the audience, an expiry within 24 hours, and a contact.
 * @returns the public key.
 */
export async function verifyVapid(header: string | undefined, audience: string): Promise<string> {
  const [, token = "", key = ""] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header ?? "") ?? [];
  const point = Buffer.from(key, "base64url");
  const x = point.subarray(1, 33).toString("base64url");
  const y = point.subarray(33).toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const { payload } = await jwtVerify(token, publicKey, {
    algorithms: ["ES256"],
    audience,
    requiredClaims: ["exp", "sub"],
  });
  const mostSeconds = Date.now() / 1000 + 24 * 3600;
  if ((payload.exp ?? Number.POSITIVE_INFINITY) > mostSeconds) throw new Error("expires after 24 hours");
  if (!/^(mailto:.+@|https:)/.test(payload.sub ?? "")) throw new Error("sub is no contact");
  return key;
}
