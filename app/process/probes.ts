import type { IncomingMessage, ServerResponse } from "node:http";
import type { Database } from "#db/client";
import { type Durability, readDurability } from "#db/durability";
import { commitTrial, type DatabaseState, stateOf, within } from "#db/ping";
import { readMigrations } from "#db/read-migrations";
import { machinePolicy } from "./security-headers.ts";

const keptMilliseconds = 1000;
const patienceMilliseconds = 3000;

/**
 * Looks at the database when asked. A look is shared while it is under way and for a second after it: no
 * caller can load the database by repeating a call. It has a connection of its own, because slow statements
 * can hold all others while the database answers.
 * @param connect opens a database with one connection
 */
export function watchDatabase(connect: () => Database, known = readMigrations()) {
  let { reading, writing, commits } = open();
  let durability: Durability | undefined;
  let shared: Promise<DatabaseState> | undefined;

  function open() {
    const [reading, writing] = [connect(), connect()];
    return { reading, writing, commits: commitTrial(writing) };
  }

  const close = async () =>
    void (await Promise.all([reading, writing].map((each) => each.$client.end({ timeout: 0 }))));

  async function lookOnce(): Promise<DatabaseState> {
    const [state, isWritable, found] = await Promise.all([
      stateOf(reading, { known, patienceMilliseconds }),
      commits(patienceMilliseconds),
      within(patienceMilliseconds, readDurability(reading.$client), undefined),
    ]);
    if (state === "down") {
      // The next look must not wait for a statement that doesn't end.
      void close();
      ({ reading, writing, commits } = open());
      return state;
    }
    durability = found;
    return isWritable ? state : "unwritable";
  }

  return {
    look: (): Promise<DatabaseState> => {
      if (shared) return shared;
      shared = lookOnce();
      const forget = () => {
        shared = undefined;
      };
      void shared.then(() => setTimeout(forget, keptMilliseconds).unref());
      return shared;
    },
    /** As of the last look. */
    durability: () => durability,
    close,
  };
}

const probe = /^\/(livez|readyz)\/?(?:\?|$)/;
/** Nothing else begins so, and no page may answer a probe whose path is wrong. */
const almostProbe = /^\/(?:livez|readyz)/i;
const methods = new Set(["GET", "HEAD", "OPTIONS"]);

export interface ProbeOptions {
  lookAtDatabase: () => Promise<DatabaseState>;
  /** For the answer of `/readyz`, once it is known. */
  durability?: () => Durability | undefined;
  closing: AbortSignal;
}

/**
 * Answers the probes of load balancers and orchestrators, outside Hono and Next: HAProxy sends HTTP/1.0
 * without a Host, and `OPTIONS` unless told otherwise.
 * @returns whether the call is answered.
 */
export function answerProbe(
  request: IncomingMessage,
  response: ServerResponse,
  { lookAtDatabase, durability = () => undefined, closing }: ProbeOptions,
): boolean {
  const url = request.url ?? "";
  if (!almostProbe.test(url)) return false;
  const name = methods.has(request.method ?? "") ? probe.exec(url)?.[1] : undefined;
  // Never the database: its outage must not restart the process, and a new process would not end it.
  if (name === "livez") respond(response, undefined);
  else if (name === undefined) response.writeHead(404, { "content-length": 0 }).end();
  else if (closing.aborted) respond(response, stopping);
  else
    void lookAtDatabase().then((state) =>
      respond(response, closing.aborted ? stopping : reasonsNotReady[state], durability()),
    );
  return true;
}

const stopping = "The process is stopping.";

/** Strangers read these: they name no host and no error. The version is public (`/llms.txt`). */
const reasonsNotReady: Readonly<Record<DatabaseState, string | undefined>> = {
  current: undefined,
  ahead: undefined,
  newer: "The schema of the database is newer than this release.",
  down: "The database doesn't answer.",
  unwritable:
    "The database commits nothing: it is a standby, it waits for a synchronous one, or its disk is full.",
  older: "The schema of the database is older than this release.",
  "pre-release": "The database isn't from this release or an earlier one.",
  changed: "The database isn't from this release or an earlier one.",
  unknown: "The database isn't from this release or an earlier one.",
};

function respond(response: ServerResponse, reason: string | undefined, durability?: Durability): void {
  const isOk = reason === undefined;
  const body = JSON.stringify(isOk ? { status: "ok", durability } : { status: "not_ready", reason });
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
