import type { KeyObject } from "node:crypto";
import { base64url, equalBytes, fromBase64url } from "#lib/kernel/digest";
import { signEd25519, verifyEd25519 } from "./ed25519.ts";

export interface JwsHeader {
  alg: "EdDSA";
  typ: string;
  kid: string;
}

/** Compact JWS (RFC 7515 section 3.1), Ed25519 (RFC 8037): one input has one text. */
export async function signJws(
  payload: string,
  { kid, typ, privateKey }: { kid: string; typ: string; privateKey: KeyObject },
): Promise<string> {
  const header: JwsHeader = { alg: "EdDSA", typ, kid };
  const signed = `${base64url(Buffer.from(JSON.stringify(header)))}.${base64url(Buffer.from(payload))}`;
  return `${signed}.${base64url(await signEd25519(Buffer.from(signed), privateKey))}`;
}

/** The parts of a compact JWS, not verified. */
export interface ReadJws {
  kid: string;
  payload: string;
  /** Whether this key's owner signed exactly this text. */
  verifiedBy(rawKey: Uint8Array): Promise<boolean>;
  /**
   * The same for the owner of a private key: signs the presented bytes again and compares, at a
   * third of a verification's cost. Ed25519 is deterministic (RFC 8032 section 5.1.6). The new
   * signature, which may be over a forger's bytes, is compared in constant time and never leaves.
   */
  signedWith(privateKey: KeyObject): Promise<boolean>;
}

/** The parts of a compact JWS; undefined unless three base64url parts, EdDSA and this `typ`. */
export function readJws(text: string, typ: string): ReadJws | undefined {
  const [head, body, signature, ...rest] = text.split(".");
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0)
    return undefined;
  const [header, payload, signatureBytes] = [head, body, signature].map(fromBase64url);
  if (!header || !payload || !signatureBytes) return undefined;
  const { alg, typ: actualTyp, kid, crit } = parseHeader(header);
  if (alg !== "EdDSA" || actualTyp !== typ || typeof kid !== "string" || crit !== undefined) return undefined;
  const signed = Buffer.from(`${head}.${body}`);
  return {
    kid,
    payload: Buffer.from(payload).toString("utf8"),
    verifiedBy: (rawKey) => verifyEd25519(signed, rawKey, signatureBytes),
    signedWith: async (privateKey) => equalBytes(await signEd25519(signed, privateKey), signatureBytes),
  };
}

function parseHeader(bytes: Uint8Array): { alg?: unknown; typ?: unknown; kid?: unknown; crit?: unknown } {
  try {
    const header: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    return typeof header === "object" && header !== null ? header : {};
  } catch {
    return {};
  }
}
