import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { runtime } from "#app/runtime/runtime";
import { sessionCookieName } from "#app/web/session-cookie-name";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { findViewer, type NewSession, type Viewer } from "#lib/sessions/session";

/** The caller, by session cookie. @throws {CountersignError} `unauthenticated` */
export async function viewerOf(c: Context): Promise<Viewer> {
  const { db, clock } = runtime();
  const token = sessionToken(c);
  const viewer = token && (await findViewer(db, token, clock()));
  if (viewer) return viewer;
  throw new CountersignError("unauthenticated", "no live session", {
    userMessage: "You're signed out. Sign in again.",
  });
}

/** The token in the caller's session cookie, good or not. */
export function sessionToken(c: Context): string | undefined {
  return getCookie(c, sessionCookieName(runtime().config));
}

/** The longest that browsers keep a cookie (RFC 6265bis, section 5.5). */
const longestCookieSeconds = 400 * 86_400;

/** A phone session's cookie stays until the session ends on the server, which each use moves. */
export function setSessionCookie(c: Context, session: NewSession): void {
  setCookie(c, sessionCookieName(runtime().config), session.token, {
    ...cookieScope(),
    httpOnly: true,
    sameSite: "Lax",
    expires: session.isDevice ? addSeconds(runtime().clock(), longestCookieSeconds) : session.expires,
  });
}

/** Takes the session back from the browser. */
export function clearSessionCookie(c: Context): void {
  deleteCookie(c, sessionCookieName(runtime().config), cookieScope());
}

function cookieScope() {
  return { path: "/", secure: runtime().config.origin.startsWith("https:") };
}

/** A browser's call. Without a time: the body may arrive slowly, and deadlines count after that. */
export async function openCall(c: Context) {
  const viewer = await viewerOf(c);
  return { ...runtime(), viewer, personId: viewer.personId, sessionHash: viewer.sessionHash };
}
