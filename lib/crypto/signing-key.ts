import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { signingKeys } from "#db/schema/grants";
import { type Actor, recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { ed25519Thumbprint } from "./ed25519.ts";
import { type MasterSecret, seal, unseal } from "./seal.ts";

export interface PublicJwk {
  kty: "OKP";
  crv: "Ed25519";
  x: string;
}

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: PublicJwk;
}

export type SigningKeyView = Pick<
  typeof signingKeys.$inferSelect,
  "kid" | "publicJwk" | "createdAt" | "retiredAt"
>;

/** How long a retired key stays in the JWKS: far longer than any grant is valid. */
export const overlapSeconds = 30 * 24 * 3600;

/** Makes the first signing key, in the transaction that sets the workspace up. */
export async function createSigningKey(tx: Transaction, secret: MasterSecret, now: Date): Promise<string> {
  const kid = await insertKey(tx, secret, now);
  const actor = { type: "system" as const, id: "set-up" };
  await recordAudit(tx, { type: "signing_key.created", actor, subject: { key: kid } }, now);
  return kid;
}

/**
 * Replaces the signing key `retiring`, which stays in the JWKS for 30 days. The caller has obtained the
 * actor's passkey confirmation. @throws {CountersignError} `conflict` when another key is current
 */
export async function rotateSigningKey(
  db: Database,
  { actor, retiring, secret, now }: { actor: Actor; retiring: string; secret: MasterSecret; now: Date },
): Promise<string> {
  return db.transaction(async (tx) => {
    // Asks lock the current key's row. The table lock is granted in the order of arrival; under a
    // steady load of asks a lock on the row would never be.
    await tx.execute(sql`lock table signing_keys in exclusive mode`);
    // Two admins who rotate the same key at the same moment: the second UPDATE waits, and then
    // finds the key retired.
    const retired = await tx
      .update(signingKeys)
      .set({ retiredAt: now })
      .where(and(eq(signingKeys.kid, retiring), isNull(signingKeys.retiredAt)))
      .returning({ kid: signingKeys.kid });
    if (retired.length === 0) {
      throw new CountersignError("conflict", `${retiring} is not the current signing key`, {
        userMessage: "The signing key was rotated by someone else. Reload and try again.",
      });
    }
    const kid = await insertKey(tx, secret, now);
    const data = { retired: retiring };
    await recordAudit(tx, { type: "signing_key.rotated", actor, subject: { key: kid }, data }, now);
    return kid;
  });
}

/** The id of the key that signs now. @throws {CountersignError} `internal` before set-up. */
export async function currentKid(db: Database | Transaction): Promise<string> {
  return (await currentRow(db)).kid;
}

/** The key that signs now. @throws {CountersignError} `internal` before set-up. */
export async function currentSigningKey(
  db: Database | Transaction,
  secret: MasterSecret,
): Promise<SigningKey> {
  return opened(await currentRow(db), secret);
}

async function currentRow(db: Database | Transaction): Promise<typeof signingKeys.$inferSelect> {
  const [row] = await db.select().from(signingKeys).where(isNull(signingKeys.retiredAt));
  if (row) return row;
  throw new CountersignError("internal", "there is no signing key yet: the workspace is not set up");
}

/** The current or retired key with this ID, to reproduce an earlier signature. */
export async function signingKey(
  db: Database | Transaction,
  secret: MasterSecret,
  kid: string,
): Promise<SigningKey> {
  const cached = openedKeys.get(kid);
  if (cached) return cached;
  const [row] = await db.select().from(signingKeys).where(eq(signingKeys.kid, kid));
  if (!row) throw new CountersignError("internal", `no signing key ${kid}`);
  return opened(row, secret);
}

/** Newest first. */
export async function listSigningKeys(db: Database | Transaction): Promise<SigningKeyView[]> {
  return db
    .select(columnsOf(signingKeys, "kid", "publicJwk", "createdAt", "retiredAt"))
    .from(signingKeys)
    .orderBy(desc(signingKeys.createdAt));
}

/** The key set (RFC 7517 section 5): the current key, and keys retired in the last 30 days. */
export async function publicKeySet(db: Database, now: Date): Promise<{ keys: Record<string, string>[] }> {
  const rows = await db
    .select({ kid: signingKeys.kid, publicJwk: signingKeys.publicJwk })
    .from(signingKeys)
    .where(or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, addSeconds(now, -overlapSeconds))))
    .orderBy(desc(signingKeys.createdAt));
  return { keys: rows.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: "EdDSA", use: "sig" })) };
}

async function insertKey(tx: Transaction, secret: MasterSecret, now: Date): Promise<string> {
  const pair = generateKeyPairSync("ed25519");
  const { x = "" } = pair.publicKey.export({ format: "jwk" });
  const kid = ed25519Thumbprint(Buffer.from(x, "base64url"));
  const der = pair.privateKey.export({ format: "der", type: "pkcs8" });
  const privateSealed = seal(secret, "signing-key", kid, der);
  await tx
    .insert(signingKeys)
    .values({ kid, publicJwk: { kty: "OKP", crv: "Ed25519", x }, privateSealed, createdAt: now });
  return kid;
}

/** The key, if open in this process. Only the database knows whether it still counts. */
export function openedKey(kid: string): SigningKey | undefined {
  return openedKeys.get(kid);
}

// A key never changes under its ID (the thumbprint): opening it once is enough. The current key is
// looked up each time.
const openedKeys = new Map<string, SigningKey>();

function opened(row: typeof signingKeys.$inferSelect, secret: MasterSecret): SigningKey {
  const cached = openedKeys.get(row.kid);
  if (cached) return cached;
  const der = unseal(secret, "signing-key", row.kid, row.privateSealed);
  const privateKey = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  const key = { kid: row.kid, privateKey, publicJwk: row.publicJwk };
  openedKeys.set(row.kid, key);
  return key;
}
