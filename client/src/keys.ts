import { base64url } from "jose";
import { type NodeCrypto, nodeCrypto } from "./node-crypto.ts";
import { Refusal } from "./refusal.ts";
import { fromBase64, toBase64, utf8 } from "./text.ts";

// The text forms of Standard Webhooks: `whsk_` (Ed25519 private key: seed, or seed and public key)
// and `whsec_` (HMAC secret).

// PKCS #8 for Ed25519 up to the 32 bytes of the seed (RFC 8410 section 7).
const pkcs8Prefix = [
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

export interface SigningKey {
  /** A signature in the form of Standard Webhooks. */
  sign: (text: string) => Promise<string>;
  /** Ed25519 only. */
  signRaw: ((text: string) => Promise<Uint8Array>) | undefined;
  /** Ed25519 only: the public key, base64url. */
  publicX: () => Promise<string>;
}

/** @param text `whsk_...` or `whsec_...` @throws {Refusal} `not_set_up` */
export function signingKey(text: string): SigningKey {
  const key = typeof text === "string" ? text.trim() : "";
  if (key.startsWith("whsk_")) return ed25519Key(bytesOf(key, "whsk_"));
  if (key.startsWith("whsec_")) return secretKey(bytesOf(key, "whsec_"));
  throw notAKey("a key begins with whsk_ or whsec_");
}

/** A new Ed25519 key pair: `whsk_...` (seed and public key) and `whpk_...`. */
export async function newKeyPair(): Promise<{ privateKey: string; publicKey: string }> {
  const { privateKey } = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const { d = "", x = "" } = await crypto.subtle.exportKey("jwk", privateKey);
  const [seed, point] = [base64url.decode(d), base64url.decode(x)];
  return {
    privateKey: `whsk_${toBase64(new Uint8Array([...seed, ...point]))}`,
    publicKey: `whpk_${toBase64(point)}`,
  };
}

/**
 * The headers of Standard Webhooks: a signature over `id.timestamp.body`. A repeated call has the
 * same ID and a new timestamp (`at`, in milliseconds), because servers refuse old ones.
 */
export async function signedHeaders(
  key: SigningKey,
  { id, body, at }: { id: string; body: string; at: number },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000));
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": await key.sign(`${id}.${timestamp}.${body}`),
  };
}

function ed25519Key(bytes: Uint8Array): SigningKey {
  if (bytes.length !== 32 && bytes.length !== 64) throw notAKey("a whsk_ key has 32 or 64 bytes in base64");
  const der = new Uint8Array([...pkcs8Prefix, ...bytes.subarray(0, 32)]);
  const load = once(() => crypto.subtle.importKey("pkcs8", der, "Ed25519", false, ["sign"]));
  const node = nodeCrypto();
  const keyOfNode = node && privateKeyOf(node, der);
  const signRaw = async (text: string) =>
    new Uint8Array(
      node && keyOfNode
        ? node.sign(null, utf8(text), keyOfNode)
        : await crypto.subtle.sign("Ed25519", await load(), utf8(text)),
    );
  return {
    signRaw,
    sign: async (text) => `v1a,${toBase64(await signRaw(text))}`,
    publicX: async () => {
      // From the seed, so that a wrong public half has no effect.
      const readable = await crypto.subtle.importKey("pkcs8", der, "Ed25519", true, ["sign"]);
      return (await crypto.subtle.exportKey("jwk", readable)).x ?? "";
    },
  };
}

/** Undefined at a runtime whose `node:crypto` lacks the function or the algorithm. */
function privateKeyOf(node: NodeCrypto, der: Uint8Array): object | undefined {
  try {
    const key = node.createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    node.sign(null, utf8(""), key);
    return key;
  } catch {
    return undefined;
  }
}

function secretKey(bytes: Uint8Array<ArrayBuffer>): SigningKey {
  if (bytes.length < 24) throw notAKey("a whsec_ secret has at least 24 bytes in base64");
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const load = once(() => crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]));
  return {
    signRaw: undefined,
    sign: async (text) =>
      `v1,${toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", await load(), utf8(text))))}`,
    publicX: () => Promise.reject(notAKey("a shared secret has no public key")),
  };
}

function bytesOf(key: string, prefix: string) {
  try {
    return fromBase64(key.slice(prefix.length));
  } catch (cause) {
    throw notAKey(`the part after ${prefix} isn't base64`, cause);
  }
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

// No message contains the key itself.
function notAKey(why: string, cause?: unknown) {
  return new Refusal("not_set_up", `Invalid key: ${why}.`, { cause });
}
