import { z } from "zod";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { verifyToken } from "#lib/provisioning/provider/verify-token";
import type { Connection } from "./connections/connection.ts";

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";
/** The greatest age of a token, and so how long a used token is remembered. */
const goodForSeconds = 600;

const schema = z
  .object({
    iat: z.number(),
    jti: z.string().min(1).max(512),
    sub: z.string().min(1).max(255).optional(),
    sid: z.string().min(1).max(512).optional(),
    events: z.object({ [logoutEvent]: z.record(z.string(), z.unknown()) }),
    // A logout token with a nonce would be an ID token.
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/** The sessions a provider ends, by person or session. */
export interface LogoutOrder {
  jti: string;
  sub: string | undefined;
  sid: string | undefined;
  /** Until when the same token must be refused. */
  replayableUntil: Date;
}

/**
 * Validates a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6), except for
 * replay.
 * @throws {CountersignError} `invalid_body`
 */
export async function verifyLogoutToken(
  token: string,
  { connection, outbound, now }: { connection: Connection; outbound: OutboundClient; now: Date },
): Promise<LogoutOrder> {
  const { issuer, clientId: audience } = connection;
  const maxTokenAge = goodForSeconds;
  const checks = { issuer, audience, outbound, maxTokenAge, currentDate: now };
  const payload = await verifyToken(token, checks).catch((cause) => {
    if (cause instanceof CountersignError) throw cause;
    throw invalid("it is not a token of this provider for us, or it is too old", cause);
  });
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw invalid("it lacks what a logout token must have", parsed.error);
  const { jti, sub, sid, iat } = parsed.data;
  return { jti, sub, sid, replayableUntil: addSeconds(new Date(iat * 1000), 2 * goodForSeconds) };
}

function invalid(why: string, cause: unknown): CountersignError {
  return new CountersignError("invalid_body", `a logout token was refused: ${why}`, {
    userMessage: `The logout token was rejected: ${why}.`,
    cause,
  });
}
