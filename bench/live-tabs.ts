import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "#db/client";
import { startSession } from "#lib/sessions/session";
import { prepareRequest } from "./http-client.ts";
import type { LiveServer } from "./servers.ts";
import { Tabs } from "./tabs.ts";
import type { BenchWorkspace } from "./workspace.ts";

export interface LiveTabsOptions {
  tabs: number;
  /**
   * How long the tabs stay idle while the CPU time is measured: a multiple of the time between
   * heartbeats.
   */
  idleSeconds: number;
  changes: number;
}

export interface LiveTabsCost {
  /** Milliseconds of CPU a minute, with all tabs open and idle, and without tabs. */
  cpuMsPerMinute: { withTabs: number; without: number };
  /** Milliseconds from each change until every tab has heard of it. */
  allHeardMs: number[];
}

export interface LiveTabsResult {
  tabs: number;
  ceiling: LiveTabsCost;
  countersign: LiveTabsCost;
}

/** Fewer than a session may open (app/api/edge/claim-stream.ts). */
const tabsPerSession = 10;
const settleMs = 2000;

/** Holds many tabs open on Countersign, and the same number on a bare server of event streams. */
export async function measureLiveTabs(
  servers: { ceiling: LiveServer & { change(): void }; countersign: LiveServer },
  db: Database,
  workspace: BenchWorkspace,
  options: LiveTabsOptions,
): Promise<LiveTabsResult> {
  const { ceiling, countersign } = servers;
  const cookies = await sessionCookies(db, workspace, Math.ceil(options.tabs / tabsPerSession));
  const topics = `topic=queue&topic=person/${workspace.owner.personId}`;
  const asTab = (index: number) =>
    prepareRequest("GET", `/api/live?${topics}`, { cookie: cookies[index % cookies.length] ?? "" });
  const change = async () => {
    await db.$client`select pg_notify('countersign', 'queue')`;
  };
  const onCeiling = await openAndTime(ceiling, asTab, async () => ceiling.change(), options);
  const onCountersign = await openAndTime(countersign, asTab, change, options);
  // Both at the same time: processor time is counted for each process, and neither has work to do.
  const idle = () =>
    Promise.all([ceiling, countersign].map((server) => cpuMsPerMinute(server, options.idleSeconds)));
  const withTabs = await idle();
  for (const { tabs } of [onCeiling, onCountersign]) tabs.close();
  // Last, when the processes are as warm as they were with the tabs.
  const without = await idle();
  const costOf = (index: number, allHeardMs: number[]): LiveTabsCost => ({
    cpuMsPerMinute: { withTabs: withTabs[index] ?? Number.NaN, without: without[index] ?? Number.NaN },
    allHeardMs,
  });
  return {
    tabs: options.tabs,
    ceiling: costOf(0, onCeiling.allHeardMs),
    countersign: costOf(1, onCountersign.allHeardMs),
  };
}

async function openAndTime(
  { port }: LiveServer,
  asTab: (index: number) => Buffer,
  change: () => Promise<void>,
  { tabs: count, changes }: LiveTabsOptions,
): Promise<{ tabs: Tabs; allHeardMs: number[] }> {
  const tabs = await Tabs.open(port, count, asTab);
  const allHeardMs: number[] = [];
  for (let round = 0; round < changes; round++) allHeardMs.push(await tabs.untilAllHeard(change));
  return { tabs, allHeardMs };
}

async function cpuMsPerMinute(server: LiveServer, seconds: number): Promise<number> {
  await pause(settleMs);
  const before = await server.cpuMs();
  await pause(seconds * 1000);
  return ((await server.cpuMs()) - before) * (60 / seconds);
}

async function sessionCookies(db: Database, { owner }: BenchWorkspace, count: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let index = 0; index < count; index++) {
    const { token } = await startSession(db, { personId: owner.personId, now: new Date() });
    cookies.push(`countersign=${token}`);
  }
  return cookies;
}
