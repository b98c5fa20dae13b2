import { and, eq, gt, inArray, lte } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { people, type Role } from "#db/schema/directory";
import { type Actor, recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { authAdapter } from "./adapter.ts";
import { openedRoles, recentSignInSeconds } from "./recent-sign-in.ts";
import { isUseDue, recordUse } from "./record-use.ts";
import { type SessionDevice, saveSessionDevice } from "./session-device.ts";
import { type SsoOrigin, saveSessionOrigin } from "./session-origin.ts";

/** Who is looking: an active person with a live session. */
export interface Viewer {
  personId: string;
  name: string;
  email: string;
  roles: Role[];
  /** Roles that take a new sign-in. */
  withheldRoles?: Role[];
  /** The hash of the session's token: identifies the session without opening it. */
  sessionHash: string;
}

/** A new session. `token` is for the cookie and is stored nowhere else. */
export interface NewSession {
  token: string;
  expires: Date;
  /** Whether each use extends the session. */
  isDevice: boolean;
}

/**
 * Starts a session of 12 hours, or a phone session. Ends the browser's previous one
 * (`replacedToken`), so that an attacker cannot plant a session for another person's sign-in.
 */
export async function startSession(
  db: Database | Transaction,
  start: {
    personId: string;
    replacedToken?: string;
    /** Left out when a passkey signs in. */
    sso?: SsoOrigin;
    device?: SessionDevice;
    /** Facts recorded with the event. */
    data?: Record<string, unknown>;
    now: Date;
  },
): Promise<NewSession> {
  const { personId, replacedToken, sso, device, now } = start;
  return db.transaction(async (tx) => {
    await tx.delete(sessions).where(and(eq(sessions.userId, personId), lte(sessions.expires, now)));
    if (replacedToken) await endSessionWith(tx, replacedToken, now);
    const token = randomToken();
    const expires = addSeconds(now, recentSignInSeconds);
    await authAdapter(tx).createSession({ sessionToken: token, userId: personId, expires });
    const sessionHash = tokenHash(token);
    const lasting = await saveSessionDevice(tx, sessionHash, { device, expires, now });
    if (sso) await saveSessionOrigin(tx, sessionHash, sso);
    const subject = { person: personId, session: sessionHash };
    const data = {
      ...start.data,
      ...(sso ? { how: sso.connectionId } : {}),
      ...(lasting.isDevice ? { stays: true } : {}),
    };
    await recordAudit(tx, { type: "session.started", actor: { personId }, subject, data }, now);
    return { token, ...lasting };
  });
}

/** The viewer with this session token, and a recorded use; undefined without a live session of an active person. */
export async function findViewer(db: Database, token: string, now: Date): Promise<Viewer | undefined> {
  const [live] = await findLive(db, [tokenHash(token)], now);
  const viewer = live && viewerOf(live, now);
  if (viewer && isUseDue(live.lastUsedAt, now)) await recordUse(db, viewer.sessionHash, now);
  return viewer;
}

/** The viewers of live sessions of active people, without a use. */
export async function findViewers(db: Database, sessionHashes: string[], now: Date): Promise<Viewer[]> {
  const live = await findLive(db, sessionHashes, now);
  return live.flatMap((each) => viewerOf(each, now) ?? []);
}

type Live = Awaited<ReturnType<typeof findLive>>[number];

/** A session that opens no role has no viewer. */
export function viewerOf(
  { signedInAt, lastUsedAt: _, roles, ...person }: Live,
  now: Date,
): Viewer | undefined {
  const opened = openedRoles(roles, signedInAt, now);
  return opened && { ...person, ...opened };
}

function findLive(db: Database, sessionHashes: string[], now: Date) {
  return db
    .select({
      personId: people.id,
      name: people.name,
      email: people.email,
      roles: people.roles,
      sessionHash: sessions.sessionToken,
      signedInAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.userId))
    .where(
      and(
        inArray(sessions.sessionToken, sessionHashes),
        gt(sessions.expires, now),
        eq(people.status, "active"),
      ),
    );
}

/** Ends one of the person's own sessions. */
export async function endSession(
  db: Database | Transaction,
  { personId, sessionHash, now }: { personId: string; sessionHash: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.sessionToken, sessionHash), eq(sessions.userId, personId)))
      .returning({ id: sessions.sessionToken });
    if (ended.length > 0) await recordEnd(tx, personId, sessionHash, { personId }, now);
  });
}

/** Ends every session of a person, in the caller's transaction. */
export async function endSessionsOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const ended = await tx
    .delete(sessions)
    .where(eq(sessions.userId, personId))
    .returning({ id: sessions.sessionToken });
  for (const { id } of ended) await recordEnd(tx, personId, id, actor, now);
}

async function endSessionWith(tx: Transaction, token: string, now: Date): Promise<void> {
  const sessionHash = tokenHash(token);
  const [row] = await tx
    .select({ personId: sessions.userId })
    .from(sessions)
    .where(eq(sessions.sessionToken, sessionHash));
  if (row) await endSession(tx, { personId: row.personId, sessionHash, now });
}

async function recordEnd(
  tx: Transaction,
  personId: string,
  session: string,
  actor: Actor,
  now: Date,
): Promise<void> {
  await recordAudit(tx, { type: "session.ended", actor, subject: { person: personId, session } }, now);
}
