import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { runtime } from "#app/runtime/runtime";
import { signedOutMessage } from "#components/forms/action-state.ts";
import type { Role } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { findViewer, type Viewer } from "#lib/sessions/session";
import { findEnvironment } from "#lib/workspace/environment";
import { sessionCookieName } from "./session-cookie-name.ts";

/** The signed-in viewer; undefined when signed out. Looked up once for each request. */
export const currentViewer = cache(async (): Promise<Viewer | undefined> => {
  const { config, db, clock } = runtime();
  const token = (await cookies()).get(sessionCookieName(config))?.value;
  return token ? findViewer(db, token, clock()) : undefined;
});

/** Read once for each page, so that its bar and the statement on it agree. */
export const currentEnvironment = cache(() => findEnvironment(runtime().db));

/** The viewer with one of the roles. Others go to sign-in, or without the role to not-found. */
export async function requireViewer(...roles: Role[]): Promise<Viewer> {
  const viewer = await currentViewer();
  if (!viewer) redirect(await signInPath());
  if (roles.length === 0 || roles.some((role) => viewer.roles.includes(role))) return viewer;
  if (takesNewSignIn(viewer, roles)) redirect(await signInPath());
  notFound();
}

/** The beginning of a page: the viewer, the process's parts, and one time for the whole page. */
export async function openPage(...roles: Role[]) {
  const viewer = await requireViewer(...roles);
  return { ...runtime(), viewer, now: runtime().clock() };
}

/** Whether the session opens none of the roles, and a new sign-in would open one. */
function takesNewSignIn(viewer: Viewer, roles: Role[]): boolean {
  if (roles.some((role) => viewer.roles.includes(role))) return false;
  return roles.some((role) => viewer.withheldRoles?.includes(role));
}

/**
 * As {@link requireViewer}, for a form whose text a redirect would lose. `runAsViewer` turns the
 * refusal into the form's message, and the text stays.
 * @throws {CountersignError} `unauthenticated`
 */
export async function requireViewerInPlace(roles: Role[]): Promise<Viewer> {
  const viewer = await currentViewer();
  if (viewer && !takesNewSignIn(viewer, roles)) return requireViewer(...roles);
  if (!viewer)
    throw new CountersignError("unauthenticated", "no live session", { userMessage: signedOutMessage });
  throw new CountersignError("unauthenticated", "the role takes a new sign-in", {
    userMessage: "Your sign-in is more than 12 hours old, so nothing was done.",
  });
}

/** The sign-in page, with a way back. Our own HTTP server sets `x-countersign-path`. */
async function signInPath(): Promise<string> {
  const asked = new URL((await headers()).get("x-countersign-path") ?? "/", "http://countersign.invalid");
  asked.searchParams.delete("_rsc");
  const path = asked.pathname + asked.search;
  return path === "/" ? "/signin" : `/signin?next=${encodeURIComponent(path)}`;
}

/** "Refund bot · Keys": the root layout adds the product. An agent's free text is never part of a title. */
export function pageTitle(page: string, subject?: string): Metadata {
  return { title: subject === undefined ? page : `${subject} · ${page}` };
}

/** For the pages of one object, by its name: `titleOf("Keys")` is "Refund bot · Keys". */
export function titledBy(nameOf: (id: string) => Promise<string>) {
  return (page: string) =>
    async ({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> =>
      pageTitle(page, await nameOf((await params).id));
}

/** The result of a look-up. A missing or invisible object makes the page not found (invariant 14). */
export async function orNotFound<T>(lookUp: Promise<T>): Promise<NonNullable<T>> {
  try {
    const value = await lookUp;
    if (value !== undefined && value !== null) return value;
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code !== "not_found") throw thrown;
  }
  notFound();
}
