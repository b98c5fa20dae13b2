import type { IncomingMessage, ServerResponse } from "node:http";
import type { Database } from "#db/client";
import { readOwnMigrations } from "#db/migrate";
import { type DatabaseState, stateOf } from "#db/ping";
import { machinePolicy } from "./security-headers.ts";

const keptMilliseconds = 1000;
const patienceMilliseconds = 3000;

/**
 * Looks at the database when asked. A look is shared while it is under way and for a second after it: no
 * caller can load the database by repeating a call.
 */
export function watchDatabase(db: Database, known = readOwnMigrations()): () => Promise<DatabaseState> {
  let look: Promise<DatabaseState> | undefined;

  return () => {
    if (look) return look;
    look = stateOf(db, { known, patienceMilliseconds });
    const forget = () => {
      look = undefined;
    };
    void look.then(() => setTimeout(forget, keptMilliseconds).unref());
    return look;
  };
}

const probe = /^\/(livez|readyz)(?:\?|$)/;
const methods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Answers the probes of load balancers and orchestrators, outside Hono and Next: HAProxy sends HTTP/1.0
 * without a Host, and `OPTIONS` unless told otherwise.
 * @returns whether the call is a probe.
 */
export function answerProbe(
  request: IncomingMessage,
  response: ServerResponse,
  { lookAtDatabase, closing }: { lookAtDatabase: () => Promise<DatabaseState>; closing: AbortSignal },
): boolean {
  const name = probe.exec(request.url ?? "")?.[1];
  if (name === undefined || !methods.has(request.method ?? "")) return false;
  // Never the database: its outage must not restart the process, and a new process would not end it.
  if (name === "livez") respond(response, undefined);
  else if (closing.aborted) respond(response, "The process is stopping.");
  else void lookAtDatabase().then((state) => respond(response, reasonsNotReady[state]));
  return true;
}

/** Strangers read these: they name no version, no host and no error. */
const reasonsNotReady: Readonly<Record<DatabaseState, string | undefined>> = {
  current: undefined,
  // The schema of the next release keeps serving this one, so that releases can be changed process by process.
  newer: undefined,
  down: "The database doesn't answer.",
  older: "The schema of the database is older than this release.",
  "pre-release": "The database isn't from this release or an earlier one.",
  changed: "The database isn't from this release or an earlier one.",
  unknown: "The database isn't from this release or an earlier one.",
};

function respond(response: ServerResponse, reason: string | undefined): void {
  const isOk = reason === undefined;
  const body = JSON.stringify(isOk ? { status: "ok" } : { status: "not_ready", reason });
  response
    .writeHead(isOk ? 200 : 503, {
      "cache-control": "no-store",
      "content-length": Buffer.byteLength(body),
      "content-security-policy": machinePolicy,
      "content-type": "application/json",
      ...(isOk ? {} : { "retry-after": "2" }),
    })
    .end(body);
}
