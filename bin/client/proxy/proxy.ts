import { defaultType } from "#lib/boundary/mapping/engine/default-type";
import { credentialsPath } from "../agent/credentials.ts";
import { followCredentials } from "../agent/follow-credentials.ts";
import { httpPort } from "../boundary/http-port.ts";
import { ReportJournal } from "../boundary/report-journal.ts";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { visible } from "../visible.ts";
import { BoundaryLine } from "./boundary-line.ts";
import { serve } from "./serve.ts";
import { readSettings, type Settings } from "./settings.ts";

/** `countersign proxy --upstream <address>`: holds each HTTP call until decided, and forwards it once. */
export async function proxy(args: string[], io: Io): Promise<ExitName> {
  const { agent, boundary, mappingDigest, ...settings } = await readSettings(args, io);
  const { patienceSeconds, upstream, mapping } = settings;
  const path = credentialsPath(agent, io.env);
  const credentials = followCredentials(path);
  const line =
    boundary === undefined ? undefined : new BoundaryLine(boundary, { io, upstream, mapping, mappingDigest });
  await line?.open();
  const journal = new ReportJournal(path, credentials, io.err);
  const countersign = httpPort(io, credentials, { patienceSeconds, boundary: line?.id, journal });
  const log = (text: string) => io.err(`${text}\n`);
  const running = await start({ ...settings, kept: line?.mapping }, { countersign, log });
  io.err(`Listening on ${running.url} for ${settings.upstream.origin}\n`);
  io.err(`A call without a rule has a type such as ${defaultType(["http", "GET", upstream.host])}\n`);
  await new Promise((resolve) => {
    io.onInterrupt(() => resolve(undefined));
  });
  await running.stop();
  line?.close();
  return "ok";
}

async function start(settings: Settings, parts: Parameters<typeof serve>[1]) {
  try {
    return await serve(settings, parts);
  } catch (cause) {
    const { host, port } = settings.listen;
    const code = visible((cause as NodeJS.ErrnoException).code ?? "error");
    throw new Fault("usage", `can't listen on ${host}:${port} (${code})`, { cause });
  }
}
