import { and, eq, gt, like, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { sessions } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { hashOfCode, newOneTimeCode } from "#lib/kernel/one-time-code";
import { isUseDue, recordUse } from "./record-use.ts";
import { requireRole } from "./require-role.ts";
import { type Viewer, viewerOf } from "./session.ts";

/** How long a terminal stays signed in, at most. */
export const terminalSeconds = 8 * 3600;
const codeSeconds = 5 * 60;

/** The browser session that a terminal belongs to. */
const opener = alias(sessions, "opener");

// A cookie is looked up by the bare SHA-256 of its value, in which there is no dot: no release, also none before
// this one, takes a terminal's token or a code for a cookie.
const prefixes = { token: "terminal.", code: "terminal-code." };
const keyOfToken = (token: string) => `${prefixes.token}${tokenHash(token)}`;
const keyOfCode = (code: string) => `${prefixes.code}${hashOfCode(code)}`;

/**
 * Creates a code that signs in a terminal, for five minutes, in place of the browser session's earlier code.
 * The person types the code in the terminal. The other way round, with a code of the terminal that the
 * person confirms in the browser, a stranger could send them the code of the stranger's terminal (RFC
 * 8628, section 5.4). No passkey: a terminal may do less than the session that creates the code.
 * @throws {CountersignError} `not_found` for people who are neither approver nor admin
 */
export async function issueTerminalCode(
  db: Database,
  { actor, now }: { actor: Viewer; now: Date },
): Promise<{ code: string; expiresAt: Date }> {
  requireRole(actor, "approver", "admin");
  const { personId: userId, sessionHash: terminalOf } = actor;
  const [code, expires] = [newOneTimeCode(), addSeconds(now, codeSeconds)];
  await db.transaction(async (tx) => {
    const { sessionToken } = sessions;
    const isOwn = and(eq(sessions.userId, userId), eq(sessions.terminalOf, terminalOf));
    await tx.delete(sessions).where(and(isOwn, like(sessionToken, `${prefixes.code}%`)));
    const times = { createdAt: now, lastUsedAt: now, expires };
    await tx.insert(sessions).values({ sessionToken: keyOfCode(code), userId, terminalOf, ...times });
  });
  return { code, expiresAt: expires };
}

export interface NewTerminal {
  /** For the terminal, and stored nowhere else. */
  token: string;
  personName: string;
  expiresAt: Date;
}

/**
 * Signs in a terminal with a code, once: of twenty callers with the code, one gets a token. It ends after
 * eight hours, and with the browser session. @throws {CountersignError} `unauthenticated`
 */
export async function openTerminal(
  db: Database,
  { code, now }: { code: string; now: Date },
): Promise<NewTerminal> {
  const token = `cstm_${randomToken()}`;
  const session = keyOfToken(token);
  const at = now.toISOString();
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ person: string; name: string; expires: string; opener: string }>(sql`
      update sessions s set session_token = ${session}, device_name = 'Terminal', created_at = ${at},
        last_used_at = ${at}, expires = least(opener.expires, ${addSeconds(now, terminalSeconds).toISOString()})
      from sessions opener join people p on p.id = opener.user_id
      where s.session_token = ${keyOfCode(code)} and s.expires > ${at} and opener.session_token = s.terminal_of
        and opener.expires > ${at} and p.status = 'active'
      returning p.id as person, p.name, s.expires, opener.session_token as opener`);
    if (!row) throw invalidCode();
    const [subject, data] = [
      { person: row.person, session },
      { via: "terminal", session: row.opener },
    ];
    const actor = { personId: row.person };
    await recordAudit(tx, { type: "session.started", actor, subject, data }, now);
    return { token, personName: row.name, expiresAt: new Date(row.expires) };
  });
}

/**
 * The viewer at a terminal, and a recorded use. Undefined once the terminal or its browser session has
 * ended or expired, or the person isn't active. The roles are those that the browser session opens now.
 */
export async function findTerminal(db: Database, token: string, now: Date): Promise<Viewer | undefined> {
  const [live] = await db
    .select({
      personId: people.id,
      name: people.name,
      email: people.email,
      roles: people.roles,
      sessionHash: sessions.sessionToken,
      signedInAt: opener.createdAt,
      lastUsedAt: sessions.lastUsedAt,
    })
    .from(sessions)
    .innerJoin(opener, eq(opener.sessionToken, sessions.terminalOf))
    .innerJoin(people, eq(people.id, opener.userId))
    .where(
      and(
        eq(sessions.sessionToken, keyOfToken(token)),
        gt(sessions.expires, now),
        gt(opener.expires, now),
        eq(people.status, "active"),
      ),
    );
  const viewer = live && viewerOf(live, now);
  if (viewer && isUseDue(live.lastUsedAt, now)) await recordUse(db, viewer.sessionHash, now);
  return viewer;
}

/** Sessions of browsers, and of terminals whose browser session is live; no codes. A condition on `sessions`. */
export function isSession(now: Date): SQL {
  const { sessionToken, terminalOf } = sessions;
  return sql`(${terminalOf} is null or (${sessionToken} like ${`${prefixes.token}%`} and exists (
    select from sessions opener where opener.session_token = ${terminalOf} and opener.expires > ${now.toISOString()})))`;
}

function invalidCode(): CountersignError {
  return new CountersignError("unauthenticated", "no open code for a terminal like this", {
    userMessage:
      "This code is wrong, already used or expired (codes last 5 minutes). Create a new one in Settings, Sessions.",
  });
}
