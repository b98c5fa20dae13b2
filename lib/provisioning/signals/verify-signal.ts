import { and, eq, isNull } from "drizzle-orm";
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
} from "jose";
import { z } from "zod";
import type { Database } from "#db/client";
import { eventSources } from "#db/schema/signals";
import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { eventSourceKeys, type Jwks, jwksSchema } from "./event-source-keys.ts";

/** Public keys only: with `HS256`, holders of the public key could sign with it as a secret. */
const algorithms = ["RS256", "ES256"];
const toleranceSeconds = 60;
/** Sources retry for a while when Countersign is down. Older events could be a replay. */
const maximumAgeSeconds = 7 * 24 * 3600;

const claimsSchema = z.object({
  jti: z.string().min(1).max(255),
  iat: z.number(),
  sub_id: z.unknown().optional(),
  events: z.record(z.string(), z.looseObject({})).refine((events) => Object.keys(events).length > 0),
});

/** A token as received. `outbound` fetches the source's keys. */
export interface Delivery {
  token: string;
  outbound: OutboundClient;
  now: Date;
}

/** A token after all checks. */
export interface VerifiedSignal {
  eventSource: Pick<EventSource, "id" | "issuer" | "mayFreeze" | "createdAt">;
  claims: z.output<typeof claimsSchema>;
}

type EventSource = typeof eventSources.$inferSelect;

/**
 * Verifies a security event token (RFC 8417): signed by a registered source, addressed to us,
 * neither old nor from the future.
 * @throws {CountersignError} `invalid_body` with `details.err` (RFC 8935, section 2.4); `busy` when
 *   its keys cannot be fetched
 */
export async function verifySignal(
  db: Database,
  { token, outbound, now }: Delivery,
): Promise<VerifiedSignal> {
  const { issuer, kid } = peek(token);
  const [eventSource] = await db
    .select()
    .from(eventSources)
    .where(and(eq(eventSources.issuer, issuer), isNull(eventSources.revokedAt)));
  if (!eventSource) throw issuerUnknown();
  const jwks = eventSource.jwks ? jwksSchema.parse(eventSource.jwks) : null;
  const keys = await eventSourceKeys({ jwks, jwksUrl: eventSource.jwksUrl }, { kid, outbound, now });
  const payload = await verified(token, eventSource, keys, now);
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw signalFault("invalid_request", "The token needs a jti and at least one event.");
  return { eventSource, claims: claims.data };
}

/** The token's unverified claims, for finding the keys. */
function peek(token: string): { issuer: string; kid: string | undefined } {
  try {
    const { kid } = decodeProtectedHeader(token);
    return { issuer: String(decodeJwt(token).iss ?? ""), kid };
  } catch (cause) {
    throw signalFault("invalid_request", "The body isn't a signed security event token.", cause);
  }
}

async function verified(token: string, eventSource: EventSource, keys: Jwks, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms,
      typ: "secevent+jwt",
      issuer: eventSource.issuer,
      audience: eventSource.audience,
      requiredClaims: ["jti", "iat"],
      maxTokenAge: maximumAgeSeconds,
      clockTolerance: toleranceSeconds,
      currentDate: now,
    });
    return payload;
  } catch (thrown) {
    throw faultOf(thrown);
  }
}

function faultOf(thrown: unknown): CountersignError {
  if (thrown instanceof errors.JWTClaimValidationFailed && thrown.claim === "aud")
    return signalFault("invalid_audience", "The token's audience isn't this server.", thrown);
  if (thrown instanceof errors.JWTClaimValidationFailed || thrown instanceof errors.JWTExpired)
    return signalFault("invalid_request", `The token's ${thrown.claim} claim is invalid.`, thrown);
  if (thrown instanceof errors.JWSSignatureVerificationFailed)
    return signalFault("authentication_failed", "The signature isn't valid.", thrown);
  if (thrown instanceof errors.JWSInvalid || thrown instanceof errors.JWTInvalid)
    return signalFault("invalid_request", "The body isn't a signed security event token.", thrown);
  if (thrown instanceof errors.JOSEError)
    return signalFault("invalid_key", "Sign with RS256 or ES256 and identify the key by its kid.", thrown);
  return new CountersignError("internal", "a signal could not be verified", { cause: thrown });
}

/** Why a security event token is refused, in the words of RFC 8935, section 2.4. */
type SignalError =
  | "invalid_request"
  | "invalid_key"
  | "invalid_issuer"
  | "invalid_audience"
  | "authentication_failed"
  | "access_denied";

/** A refusal with its `err`. `sentence` is for the source's operator. */
export function signalFault(err: SignalError, sentence: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_body", sentence, { userMessage: sentence, details: { err }, cause });
}

export function issuerUnknown(): CountersignError {
  return signalFault("invalid_issuer", "No event source with this issuer is registered.");
}
