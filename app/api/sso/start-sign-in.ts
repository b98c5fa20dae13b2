import { Auth } from "@auth/core";
import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { runtime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";
import { type Attempt, beginAttempt } from "#lib/provisioning/sso/attempts";
import type { Connection } from "#lib/provisioning/sso/connections/connection";
import { reachProvider } from "#lib/provisioning/sso/reach-provider";
import { authConfig, basePath, checkCookieName, checks } from "./auth-config.ts";

/** Sets the round trip's cookies, and returns the provider's address. @throws `provider_failed` */
export async function startSignIn(
  c: Context,
  connection: Connection,
  attempt: Pick<Attempt, "testerId" | "next" | "stays" | "isApp">,
): Promise<{ url: string }> {
  const { config, db, outbound, clock } = runtime();
  const anew = attempt.testerId !== null;
  const metadata = await reachProvider(connection, { outbound, now: clock(), anew });
  let fault: Error | undefined;
  const onError = (error: Error) => {
    fault ??= error;
  };
  const request = new Request(`${config.origin}${basePath}/signin/${connection.id}`, { method: "POST" });
  const answer = await Auth(request, authConfig(connection, metadata, { onError }));
  const cookie = answer.cookies?.find(({ name }) => name === checkCookieName("state"))?.value;
  const state = answer.redirect && new URL(answer.redirect).searchParams.get("state");
  if (fault || !cookie || !state || !answer.redirect) throw cannotBegin(fault);
  await beginAttempt(db, { connectionId: connection.id, ...attempt, state, cookie, now: clock() });
  const names = checks.map(checkCookieName);
  for (const { name, value, options } of answer.cookies ?? []) {
    // Other cookies of the library are dropped: the path to open afterwards is stored with the
    // round trip.
    if (!names.includes(name)) continue;
    const secure = config.origin.startsWith("https:");
    setCookie(c, name, value, {
      path: "/",
      secure,
      httpOnly: true,
      sameSite: "Lax",
      expires: options?.expires,
    });
  }
  return { url: answer.redirect };
}

function cannotBegin(cause: Error | undefined): Error {
  if (cause instanceof CountersignError) return cause;
  return new CountersignError("provider_failed", "no authorization request could be made", {
    userMessage: "Single sign-on is unavailable right now. Tell an admin.",
    cause,
  });
}
