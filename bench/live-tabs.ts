import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "#db/client";
import { startSession } from "#lib/sessions/session";
import { prepareRequest } from "./http-client.ts";
import type { LiveServer } from "./servers.ts";
import { Tabs } from "./tabs.ts";
import type { BenchWorkspace } from "./workspace.ts";

export interface LiveTabsOptions {
  tabs: number;
  /** How long the tabs stay idle while the CPU time is measured. */
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
  return {
    tabs: options.tabs,
    ceiling: await measure(ceiling, asTab, async () => ceiling.change(), options),
    countersign: await measure(countersign, asTab, change, options),
  };
}

async function measure(
  server: LiveServer,
  asTab: (index: number) => Buffer,
  change: () => Promise<void>,
  { tabs: count, idleSeconds, changes }: LiveTabsOptions,
): Promise<LiveTabsCost> {
  const tabs = await Tabs.open(server.port, count, asTab);
  const allHeardMs: number[] = [];
  for (let round = 0; round < changes; round++) allHeardMs.push(await tabs.untilAllHeard(change));
  const withTabs = await cpuMsPerMinute(server, idleSeconds);
  tabs.close();
  // Last, when the process is as warm as it was with the tabs.
  const without = await cpuMsPerMinute(server, idleSeconds);
  return { cpuMsPerMinute: { withTabs, without }, allHeardMs };
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
