import { runtime } from "#app/runtime/runtime";
import { isAnswering } from "#db/ping";
import { countPending } from "#lib/requests/queue/count-pending";
import { metrics } from "./metrics.ts";

const goodForMilliseconds = 1000;
const patienceMilliseconds = 3000;

interface Scrape {
  text: Promise<string>;
  at: number;
  isUnderWay: boolean;
}

let latest: Scrape | undefined;

/** The figures, computed once a second at most: no caller can load the database by repeating a call. */
export function scrape(now: Date): Promise<string> {
  const age = latest ? now.getTime() - latest.at : Number.POSITIVE_INFINITY;
  // A negative age means that the clock was set back.
  if (latest && (latest.isUnderWay || (age >= 0 && age < goodForMilliseconds))) return latest.text;
  const text = compute(now);
  const started: Scrape = { text, at: now.getTime(), isUnderWay: true };
  latest = started;
  text.then(
    () => {
      started.isUnderWay = false;
    },
    () => {
      latest = undefined;
    },
  );
  return text;
}

async function compute(now: Date): Promise<string> {
  const { registry, queueDepth } = metrics();
  if (await pingDatabase()) queueDepth.set(await countPending(runtime().db, now));
  return registry.metrics();
}

let ping: Promise<boolean> | undefined;

/** Whether the database answers, timed for the figures. One statement at a time, however many callers ask. */
export function pingDatabase(): Promise<boolean> {
  ping ??= timedPing().finally(() => {
    ping = undefined;
  });
  return ping;
}

async function timedPing(): Promise<boolean> {
  const end = metrics().databasePingSeconds.startTimer();
  const isUp = await isAnswering(runtime().db, patienceMilliseconds);
  end();
  return isUp;
}
