import { z } from "zod";
import { type ReadJws, readJws } from "#lib/crypto/jws";
import type { SigningKey } from "#lib/crypto/signing-key";
import { storableText } from "#lib/json/storable-text";
import { base64url, fromBase64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { isId } from "#lib/kernel/ids";

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: storableText(500),
  act: z.object({ sub: z.string().refine((id) => isId("agt", id)) }),
  acr: z.string(),
  exp: z.int(),
  nbf: z.int(),
  jti: z.string(),
  txn: z.string(),
  authorization_details: z.tuple([z.object({ type: z.literal("agent_action"), digest: z.string() })]),
  cnf: z.object({ jkt: z.string() }).optional(),
  owner_epoch: z.int(),
});

export type GrantClaims = z.output<typeof claimsSchema>;

/** A grant's content before verification of the signature. Use it only for look-ups. */
export interface UnverifiedGrant {
  kid: string;
  claims: GrantClaims;
  /** @returns the claims, verified. @throws {CountersignError} `invalid_grant`. */
  verify(key: GrantKey): Promise<GrantClaims>;
}

export interface GrantKey {
  /** The public half, as `x` of its JWK; null when the key is unknown here, or long retired. */
  x: string | null;
  origin: string;
  /** The private half, if held here: verifying is then cheaper. */
  held: SigningKey | undefined;
}

/** Reads form and type, unverified. @throws {CountersignError} `invalid_grant` */
export function readGrant(jwt: string): UnverifiedGrant {
  const jws = readJws(jwt, "at+jwt");
  if (!jws || !/^[\w-]{43}$/.test(jws.kid)) throw invalidGrant("not a compact JWS of type at+jwt");
  const { success, data: claims } = claimsSchema.safeParse(parsed(jws.payload));
  if (!success) throw invalidGrant("the claims are not those of a grant");
  return {
    kid: jws.kid,
    claims,
    async verify({ x, origin, held }) {
      const raw = x === null ? undefined : fromBase64url(x);
      if (raw?.byteLength !== 32) throw invalidGrant(`unknown signing key ${jws.kid}`);
      if (!(await isSigned(jws, raw, held))) throw invalidGrant("the signature does not verify");
      if (claims.iss !== origin) throw invalidGrant(`issued by ${claims.iss}`);
      return claims;
    },
  };
}

// Only a key of the same public half is the key that the grant names.
function isSigned(jws: ReadJws, raw: Uint8Array, held: SigningKey | undefined): Promise<boolean> {
  const isHeld = held !== undefined && held.publicJwk.x === base64url(raw);
  return isHeld ? jws.signedWith(held.privateKey) : jws.verifiedBy(raw);
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

/** Not a grant of ours, with what is wrong for the logs. */
function invalidGrant(message: string): CountersignError {
  return new CountersignError("invalid_grant", message, {
    userMessage: "This grant wasn't issued by this Countersign. Send the JWT exactly as you received it.",
  });
}
