import type { KeyObject } from "node:crypto";
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from "node:crypto";
import { Fault } from "../fault.ts";

// What an agent signs with, in the text forms of Standard Webhooks: `whsk_` (Ed25519 private key:
// seed and public key, 64 bytes) or `whsec_` (HMAC secret, 24 to 64 bytes). `whpk_` is the public
// half of a `whsk_`.

// PKCS #8 for Ed25519 up to the 32 bytes of the seed (RFC 8410 section 7).
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * A new Ed25519 key pair.
 * @returns `whsk_...` and `whpk_...`
 */
export function newKeyPair(): { privateKey: string; publicKey: string } {
  const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const [seed, raw] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  return {
    privateKey: `whsk_${Buffer.concat([seed, raw]).toString("base64")}`,
    publicKey: `whpk_${raw.toString("base64")}`,
  };
}

/**
 * The public half of a private key, to paste where an admin adds a key.
 * @param privateKey `whsk_...`
 * @returns `whpk_...`
 */
export function publicKeyOf(privateKey: string): string {
  const { x = "" } = createPublicKey(ed25519Key(privateKey)).export({ format: "jwk" });
  return `whpk_${Buffer.from(x, "base64url").toString("base64")}`;
}

/** Checks the form of a key, and returns it without the white space around it. */
export function readKey(text: string, prefix: "whsk_" | "whsec_"): string {
  const key = text.trim();
  if (!key.startsWith(prefix)) throw new Fault("usage", `expected a key that begins with ${prefix}`);
  if (prefix === "whsk_") ed25519Key(key);
  else hmacSecret(key);
  return key;
}

/**
 * The Standard Webhooks headers for one call: a signature over `id.timestamp.body`. A repeated call
 * has the same ID and a new timestamp, since a server refuses a timestamp older than five minutes.
 * @param key `whsk_...` (signature `v1a`, Ed25519) or `whsec_...` (signature `v1`, HMAC-SHA-256)
 * @param call `at`: milliseconds since the epoch
 */
export function signedHeaders(
  key: string,
  { id, body, at }: { id: string; body: string; at: number },
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": webhookSignature(key, `${id}.${timestamp}.${body}`),
  };
}

/**
 * A signature as Standard Webhooks writes it.
 * @param key `whsk_...` or `whsec_...`
 */
export function webhookSignature(key: string, text: string): string {
  if (key.startsWith("whsk_")) return `v1a,${signWith(key, text).toString("base64")}`;
  return `v1,${createHmac("sha256", hmacSecret(key)).update(text).digest("base64")}`;
}

/**
 * An Ed25519 signature.
 * @param key `whsk_...`
 */
export function signWith(key: string, data: Uint8Array | string): Buffer {
  return sign(null, Buffer.from(data), ed25519Key(key));
}

/** A new `webhook-id`: identifies one call permanently, however often the call is sent. */
export function newWebhookId(): string {
  return `msg_${randomBytes(18).toString("base64url")}`;
}

/**
 * The key of the last signature. Reading a key costs more time than signing, and a gateway signs
 * three calls for each call of its agent.
 */
let lastKey: { text: string; key: KeyObject } | undefined;

function ed25519Key(privateKey: string) {
  if (lastKey?.text === privateKey) return lastKey.key;
  const key = readEd25519Key(privateKey);
  lastKey = { text: privateKey, key };
  return key;
}

function readEd25519Key(privateKey: string) {
  const bytes = Buffer.from(privateKey.replace(/^whsk_/, ""), "base64");
  if (bytes.byteLength !== 32 && bytes.byteLength !== 64) {
    throw new Fault("usage", "a whsk_ key has 32 bytes (the seed) or 64 (seed and public key), in base64");
  }
  const key = Buffer.concat([pkcs8Prefix, bytes.subarray(0, 32)]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function hmacSecret(secret: string) {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  if (bytes.byteLength < 24) throw new Fault("usage", "a whsec_ secret has at least 24 bytes, in base64");
  return bytes;
}
