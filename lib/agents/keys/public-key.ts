import { createPublicKey } from "node:crypto";
import { z } from "zod";
import { fromBase64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { isSoundPublicKey } from "./ed25519-point.ts";

const jwkSchema = z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() });

/** Reads an Ed25519 key: `whpk_` + base64, PEM or JWK (RFC 8037). @throws `invalid_input` */
export function parsePublicKey(text: string): Uint8Array {
  const bytes = decode(text.trim());
  if (isSoundPublicKey(bytes)) return bytes;
  throw new CountersignError("invalid_input", "not a sound Ed25519 public key", {
    userMessage: "This isn't a valid Ed25519 public key.",
  });
}

function decode(text: string): Uint8Array {
  if (/^whsk_|^whsec_|PRIVATE KEY/.test(text) || /"d"\s*:/.test(text)) {
    throw new CountersignError("invalid_input", "a private key was pasted", {
      userMessage:
        "This is a private key. Private keys must never leave the agent. Discard it, create a new key pair and paste the public key (whpk_…).",
    });
  }
  const bytes = text.startsWith("whpk_")
    ? fromWhpk(text)
    : text.startsWith("{")
      ? fromJwk(text)
      : fromPem(text);
  if (bytes?.byteLength === 32) return bytes;
  throw new CountersignError("invalid_input", "not an Ed25519 public key in a known form", {
    userMessage: "Paste an Ed25519 public key (a whpk_ key, a PEM block with BEGIN PUBLIC KEY or a JWK).",
  });
}

function fromWhpk(text: string): Uint8Array | undefined {
  const encoded = text.slice("whpk_".length);
  const bytes = Buffer.from(encoded, "base64");
  const isExact = bytes.toString("base64").replace(/=+$/, "") === encoded.replace(/=+$/, "");
  return isExact ? new Uint8Array(bytes) : undefined;
}

function fromJwk(text: string): Uint8Array | undefined {
  try {
    return fromBase64url(jwkSchema.parse(JSON.parse(text)).x);
  } catch {
    return undefined; // Not a JWK; the caller reports that.
  }
}

function fromPem(text: string): Uint8Array | undefined {
  try {
    const key = createPublicKey({ key: text, format: "pem" });
    return key.asymmetricKeyType === "ed25519"
      ? fromBase64url(key.export({ format: "jwk" }).x ?? "")
      : undefined;
  } catch {
    return undefined; // Likewise.
  }
}
