import type { Database } from "#db/client";
import { signJws } from "#lib/crypto/jws";
import type { MasterSecret } from "#lib/crypto/seal";
import { signingKey } from "#lib/crypto/signing-key";

/** The grant as a JWT. The same claims and key always give the same text (decision 0002). */
export async function signGrant(
  db: Database,
  secret: MasterSecret,
  { kid, claims }: { kid: string; claims: string },
): Promise<string> {
  const { privateKey } = await signingKey(db, secret, kid);
  return signJws(claims, { kid, typ: "at+jwt", privateKey });
}
