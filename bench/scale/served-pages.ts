import { once } from "node:events";
import { get } from "node:http";
import type { Database } from "#db/client";
import { startSession } from "#lib/sessions/session";
import { median, percentile } from "../statistics.ts";
import { table } from "../table.ts";
import { filledId } from "./fill.ts";

/** Views until the server has compiled the code of a page, as a server that runs for a while has. */
const warmUps = 30;
const repetitions = 100;

/** Pages whose content grows with history, as an admin opens them. */
const agent = filledId("agt", 1);
const admin = filledId("per", 1);
const paths = [
  "/queue",
  "/queue?state=decided",
  "/queue?state=all",
  "/audit",
  `/audit?agent=${agent}`,
  "/people",
  "/agents",
  `/agents/${agent}`,
  `/agents/${agent}/requests`,
  `/agents/${agent}/activity`,
  `/people/${admin}`,
  "/policy",
  "/coverage",
];

/**
 * Opens pages one after another as an admin and measures the time to the first byte.
 * @returns the table as Markdown.
 * @throws for an answer other than 200.
 */
export async function measureServedPages(db: Database, port: number): Promise<string> {
  const { token } = await startSession(db, { personId: admin, now: new Date() });
  const rows: string[][] = [];
  for (const path of paths) {
    const open = () => openPage({ port, path, cookie: `countersign=${token}` });
    for (let n = 0; n < warmUps; n++) await open();
    const opened: Opened[] = [];
    for (let n = 0; n < repetitions; n++) opened.push(await open());
    const firstBytes = opened.map(({ firstByteMs }) => firstByteMs);
    const ends = opened.map(({ endMs }) => endMs);
    rows.push([
      path,
      median(firstBytes).toFixed(1),
      percentile(firstBytes, 95).toFixed(1),
      median(ends).toFixed(1),
      percentile(ends, 95).toFixed(1),
    ]);
  }
  return table(["Served page", "first byte p50 ms", "p95 ms", "last byte p50 ms", "p95 ms"], rows);
}

interface Opened {
  firstByteMs: number;
  endMs: number;
}

async function openPage({
  port,
  path,
  cookie,
}: {
  port: number;
  path: string;
  cookie: string;
}): Promise<Opened> {
  const startedAt = performance.now();
  const request = get({ host: "127.0.0.1", port, path, headers: { cookie, host: `localhost:${port}` } });
  const [response] = await once(request, "response");
  if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
  await once(response, "readable");
  const firstByteMs = performance.now() - startedAt;
  response.resume();
  await once(response, "end");
  return { firstByteMs, endMs: performance.now() - startedAt };
}
