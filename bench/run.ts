// npm run bench: the costs of Countersign, as ratios against a ceiling measured in the same run on
// the same machine.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "#db/client";
import { startEmbeddedDatabase } from "#db/embedded";
import { migrate } from "#db/migrate";
import type { MasterSecret } from "#lib/crypto/seal";
import { randomToken } from "#lib/digest";
import { setUp } from "../bin/setup.mjs";
import { measureEvaluation } from "./evaluation.ts";
import { measureGateway } from "./gateway.ts";
import { measureLiveTabs } from "./live-tabs.ts";
import { measureNotifications } from "./notifications.ts";
import { measureReplay } from "./replay.ts";
import { median, percentile, printTable } from "./report.ts";
import { startCeiling, startCountersign, startLiveCeiling } from "./servers.ts";
import { measureThroughput } from "./throughput.ts";
import { measureTotals } from "./totals.ts";
import { measureWaiting } from "./waiting.ts";
import { createWorkspace } from "./workspace.ts";

const options = { rounds: 5, perRound: 2000, connections: 64, waiters: 1000, approvals: 300 };
const liveTabs = { tabs: 1000, idleSeconds: 30, changes: 30 };
const gatewayCalls = {
  ...{ callsPerSecond: 20, callSeconds: 4, rounds: 4, warmUpCalls: 2000 },
  waitingCalls: 500,
};
const notifications = { asksPerSecond: 200, seconds: 10, queued: 10_000 };
const quiet = { info: () => {}, warn: console.warn, error: console.error };

const build = (await setUp({ build: true })) ?? ".next";
const folder = mkdtempSync(path.join(tmpdir(), "countersign-bench-"));
const secret = randomToken() as MasterSecret;
const embedded = await startEmbeddedDatabase({ dataFolder: folder, log: quiet });
await migrate(embedded.url);
const db = openDatabase(embedded.url);
const workspace = await createWorkspace(db, secret, 32);
const ceiling = await startCeiling(embedded.url);
const liveCeiling = await startLiveCeiling();
const countersign = await startCountersign(embedded.url, secret, build);
const settle = () =>
  db.$client`update requests set state = 'cancelled', close_reason = 'by_agent', closed_at = now() where state = 'pending'`;
try {
  const ports = { ceiling: ceiling.port, countersign: countersign.port };
  const throughput = await measureThroughput(ports, workspace, settle, options);
  const waiting = await measureWaiting(countersign, db, secret, workspace, options);
  const live = await measureLiveTabs({ ceiling: liveCeiling, countersign }, db, workspace, liveTabs);
  const notified = await measureNotifications(countersign.port, db, secret, workspace, {
    ...{ ...options, ...notifications, settle },
  });
  const gateway = await measureGateway(ports, workspace, settle, gatewayCalls);
  const history = { requests: 100_000, connections: 8 };
  const replay = await measureReplay(countersign, db, workspace, history);
  const totals = await measureTotals(countersign.port, db, workspace, options);
  const base = median(throughput.ceiling);
  const result = {
    measuredAt: new Date().toISOString(),
    machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
    options,
    perSecond: throughput,
    ratios: {
      allowed: median(throughput.allowed) / base,
      pending: median(throughput.pending) / base,
      redeem: median(throughput.redeem) / base,
      allowedToSignedCeiling: median(throughput.allowed) / median(throughput.signedCeiling),
      withTotalToWithout: median(totals.with) / median(totals.without),
    },
    totals,
    evaluation: measureEvaluation(),
    replay: { ...history, ...replay },
    grantLatencyMs: {
      p50: percentile(waiting.latencies, 50),
      p99: percentile(waiting.latencies, 99),
      max: Math.max(...waiting.latencies),
    },
    bytesPerWaiter: waiting.bytesPerWaiter,
    liveTabs: live,
    notifications: notified,
    gateway,
  };
  printTable(result);
  const results = fileURLToPath(new URL("results", import.meta.url));
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, "latest.json"), `${JSON.stringify(result, undefined, 2)}\n`);
} finally {
  await countersign.stop();
  await ceiling.stop();
  await liveCeiling.stop();
  await db.$client.end();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
