import type { Untyped } from "#client/json/untyped";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";

/** The server's answer to a hook's event, within so many seconds. Later the call is blocked. */
export async function postEvent(url: string, body: string, io: Io, seconds: number): Promise<Untyped> {
  const response = await post(url, body, io, seconds);
  const answer = await response.json().catch(() => undefined);
  if (response.status !== 200 || typeof answer !== "object" || answer === null)
    throw new Fault("unreachable", `Countersign's answer can't be read (HTTP ${response.status}).`);
  return answer;
}

/** A POST with the hook token. A redirect is an error: the token goes to the given server only. */
export async function post(url: string, body: string, io: Io, seconds: number) {
  try {
    return await fetch(url, {
      method: "POST",
      redirect: "error",
      headers: { "content-type": "application/json", authorization: `Bearer ${readToken(io)}` },
      body,
      signal: AbortSignal.timeout(seconds * 1000),
    });
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("unreachable", "Countersign couldn't be reached.", { cause });
  }
}

/** From the environment: every user of the machine could see an argument. */
function readToken({ env }: Io) {
  const token = env.COUNTERSIGN_TOKEN?.trim();
  if (token === undefined || !/^cst_[\w-]{43}$/.test(token))
    throw new Fault(
      "usage",
      "missing hook token. Set COUNTERSIGN_TOKEN. An agent's owner creates it in Keys.",
    );
  return token;
}
