import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { CountersignError } from "#lib/kernel/errors";

/** COUNTERSIGN_SECRET: derives the other keys. Never in the database. */
export type MasterSecret = string & { readonly brand: unique symbol };

/** Each purpose has its own derived key. */
export type KeyPurpose =
  | "signing-key"
  | "agent-secret"
  | "wait-token"
  | "statement-seal"
  | "number-matching"
  | "sso-secret"
  | "sso-cookie"
  | "mail-password"
  | "confirmed-act"
  | "webhook-secret"
  | "vapid-key"
  | "push-subscription"
  | "chat-secret"
  | "backup";

/** The 32-byte key for one purpose (HKDF-SHA-256, RFC 5869, with the purpose as `info`). */
export function deriveKey(secret: MasterSecret, purpose: KeyPurpose): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "countersign/v1", purpose, 32));
}

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM (NIST SP 800-38D): nonce, ciphertext, tag. Bound to `owner`, the row's ID: no other row's. */
export function seal(
  secret: MasterSecret,
  purpose: KeyPurpose,
  owner: string,
  plain: Uint8Array,
): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(secret, purpose), nonce).setAAD(Buffer.from(owner));
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
}

/** Reverses {@link seal}. @throws {CountersignError} `internal` if altered, or for another secret or owner */
export function unseal(
  secret: MasterSecret,
  purpose: KeyPurpose,
  owner: string,
  sealed: Uint8Array,
): Uint8Array {
  try {
    const nonce = sealed.subarray(0, nonceBytes);
    const decipher = createDecipheriv("aes-256-gcm", deriveKey(secret, purpose), nonce);
    decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(sealed.byteLength - tagBytes));
    const middle = sealed.subarray(nonceBytes, sealed.byteLength - tagBytes);
    return new Uint8Array(Buffer.concat([decipher.update(middle), decipher.final()]));
  } catch (cause) {
    const message = `cannot unseal ${purpose} of ${owner}: is COUNTERSIGN_SECRET the one it was sealed with?`;
    throw new CountersignError("internal", message, { cause });
  }
}
