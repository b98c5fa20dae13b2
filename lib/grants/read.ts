import { z } from "zod";
import type { Database } from "#db/client";
import { CountersignError } from "#lib/errors";
import { readJws } from "#lib/keys/jws";
import { verificationKey } from "#lib/keys/signing-key";

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  act: z.object({ sub: z.string() }),
  exp: z.int(),
  nbf: z.int(),
  jti: z.string(),
  txn: z.string(),
  authorization_details: z.tuple([z.object({ type: z.literal("agent_action"), digest: z.string() })]),
  cnf: z.object({ jkt: z.string() }).optional(),
  owner_epoch: z.int(),
});

export type GrantClaims = z.output<typeof claimsSchema>;

/**
 * Verifies that a grant is one of ours: form, type, signing key, signature, issuer. Times and state are not looked at here: the redemption
 * decides those in the database, in one place.
 * @throws {CountersignError} `invalid_grant`.
 */
export async function readGrant(
  db: Database,
  jwt: string,
  { origin, now }: { origin: string; now: Date },
): Promise<GrantClaims> {
  const jws = readJws(jwt, "at+jwt");
  if (!jws) throw invalidGrant("not a compact JWS of type at+jwt");
  const key = await verificationKey(db, jws.kid, now);
  if (!key) throw invalidGrant(`unknown signing key ${jws.kid}`);
  if (!jws.verifiedBy(key)) throw invalidGrant("the signature does not verify");
  const claims = claimsSchema.safeParse(JSON.parse(jws.payload));
  if (!claims.success) throw invalidGrant("the claims are not those of a grant");
  if (claims.data.iss !== origin) throw invalidGrant(`issued by ${claims.data.iss}`);
  return claims.data;
}

/** Not a grant of ours, with what is wrong for the logs. */
export function invalidGrant(message: string): CountersignError {
  return new CountersignError("invalid_grant", message, {
    userMessage:
      "This is not a grant that this Countersign issued. Send the JWT exactly as the answer to the ask held it.",
  });
}
