import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { ssoLogouts } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import type { OutboundClient } from "#lib/outbound/client";
import { verifyToken } from "#lib/provisioning/provider/verify-token";
import type { Connection } from "./connections/connection.ts";
import { endSsoSessions } from "./sign-out.ts";

/**
 * Ends the sessions in a provider's logout token: one provider session (`sid`), all of a person's
 * sessions through the provider (`sub`), or with both the person's sessions of the provider session
 * (section 2.4). An unknown person ends nothing and is no error (OpenID Connect Back-Channel Logout
 * 1.0, section 2.7).
 * @returns the number of ended sessions.
 * @throws {CountersignError} `invalid_body` for a token used before.
 */
export async function logOut(
  db: Database,
  { connectionId, order, now }: { connectionId: string; order: LogoutOrder; now: Date },
): Promise<number> {
  return db.transaction(async (tx) => {
    await useOnce(tx, connectionId, order);
    const { sub, sid } = order;
    const personId = sub === undefined ? undefined : await findLinkedPerson(tx, connectionId, sub);
    if (sub !== undefined && personId === undefined) return 0;
    const actor = { type: "system" as const, id: "sso" };
    const ended = await endSsoSessions(tx, { connectionId, personId, sid, actor, now });
    if (ended === 0) return 0;
    const subject = { person: personId, sso_connection: connectionId };
    await recordAudit(
      tx,
      { type: "sso.logged_out", actor, subject, data: { sessions: ended, by_sid: sid !== undefined } },
      now,
    );
    return ended;
  });
}

async function useOnce(tx: Transaction, connectionId: string, order: LogoutOrder): Promise<void> {
  const used = await tx
    .insert(ssoLogouts)
    .values({ connectionId, jti: order.jti, expiresAt: order.replayableUntil })
    .onConflictDoNothing()
    .returning({ jti: ssoLogouts.jti });
  if (used.length > 0) return;
  throw new CountersignError("invalid_body", "a logout token was sent again", {
    userMessage: "This logout token was already used.",
  });
}

async function findLinkedPerson(
  tx: Transaction,
  connectionId: string,
  sub: string,
): Promise<string | undefined> {
  const [link] = await tx
    .select({ personId: accounts.userId })
    .from(accounts)
    .where(and(eq(accounts.provider, connectionId), eq(accounts.providerAccountId, sub)));
  return link?.personId;
}

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

/** Validates a token (Back-Channel Logout 1.0, 2.6). @throws {CountersignError} `invalid_body` */
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
