import type { EvaluationTime } from "./evaluation.ts";
import type { GatewayResult } from "./gateway.ts";
import type { LiveTabsCost, LiveTabsResult } from "./live-tabs.ts";
import type { NotificationsResult } from "./notifications.ts";
import type { ReplayResult } from "./replay.ts";
import type { Throughput } from "./throughput.ts";
import type { TotalsResult } from "./totals.ts";

/** The middle value; of an even number, the lower of the two in the middle. */
export function median(values: number[]): number {
  return percentile(values, 50);
}

/** The smallest value that `percent` per cent of all values do not exceed (nearest rank). */
export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

interface Result {
  perSecond: Throughput;
  totals: TotalsResult;
  evaluation: EvaluationTime[];
  replay: ReplayResult;
  grantLatencyMs: { p50: number; p99: number; max: number };
  bytesPerWaiter: number;
  liveTabs: LiveTabsResult;
  notifications: NotificationsResult;
  gateway: GatewayResult;
}

/** Prints what was measured, with the ratio to the ceiling and the spread over the rounds. */
export function printTable(result: Result): void {
  const { perSecond, totals, evaluation, replay, grantLatencyMs, bytesPerWaiter } = result;
  const base = median(perSecond.ceiling);
  const rows = [
    ["bare node:http, one durable INSERT (the ceiling)", perSecond.ceiling],
    ["the same with an Ed25519 signature read and made", perSecond.signedCeiling],
    ["ask that is allowed", perSecond.allowed],
    ["ask that becomes pending", perSecond.pending],
    ["redeem", perSecond.redeem],
    ["ask that is allowed, later", totals.without],
    [`the same with a sum over ${totals.requestsPerAgent} earlier requests`, totals.with],
  ] as const;
  const line = (...cells: string[]) =>
    console.log(
      `${(cells[0] ?? "").padEnd(52)}${cells
        .slice(1)
        .map((cell) => cell.padStart(16))
        .join("")}`,
    );
  line("", "per second", "min - max", "of the ceiling");
  for (const [name, values] of rows) {
    const spread = `${Math.round(Math.min(...values))} - ${Math.round(Math.max(...values))}`;
    line(name, String(Math.round(median(values))), spread, `${Math.round((median(values) / base) * 100)} %`);
  }
  line("");
  line(
    "commit of an approval to grant at the agent",
    `p50 ${grantLatencyMs.p50.toFixed(1)} ms`,
    `p99 ${grantLatencyMs.p99.toFixed(1)} ms`,
  );
  for (const { rules, shape, p50Micros, p99Micros } of evaluation) {
    const name = `judging an ask, ${rules} rules ${shape === "spread" ? "over many types" : "about its type"}`;
    line(name, `p50 ${p50Micros.toFixed(0)} µs`, `p99 ${p99Micros.toFixed(0)} µs`);
  }
  line("past requests replayed a second", String(Math.round(replay.perSecond)));
  const { alone, duringReplay } = replay.askMs;
  line(
    "an ask while nothing is replayed",
    `p50 ${alone.p50.toFixed(1)} ms`,
    `p99 ${alone.p99.toFixed(1)} ms`,
  );
  line(
    "an ask during a replay",
    `p50 ${duringReplay.p50.toFixed(1)} ms`,
    `p99 ${duringReplay.p99.toFixed(1)} ms`,
  );
  line("memory per waiting agent", `${(bytesPerWaiter / 1024).toFixed(1)} KiB`);
  printLiveTabs(result.liveTabs, line);
  printNotifications(result.notifications, line);
  printGateway(result.gateway, line);
}

function printLiveTabs(
  { tabs, ceiling, countersign }: LiveTabsResult,
  line: (...cells: string[]) => void,
): void {
  const cpu = [costOf(ceiling), costOf(countersign)] as const;
  const heard = [median(ceiling.allHeardMs), median(countersign.allHeardMs)] as const;
  const ratio = ([bare, ours]: readonly [number, number]) => `${(ours / bare).toFixed(1)} x the bare`;
  line("");
  line(
    `${tabs} open tabs, bare node:http`,
    `${cpu[0].toFixed(0)} ms CPU/min`,
    `heard ${heard[0].toFixed(0)} ms`,
  );
  line("the same, Countersign", `${cpu[1].toFixed(0)} ms CPU/min`, `heard ${heard[1].toFixed(0)} ms`);
  line("of the ceiling", ratio(cpu), ratio(heard));
}

/** What the tabs cost, without what the process needs anyway. */
function costOf({ cpuMsPerMinute: { withTabs, without } }: LiveTabsCost): number {
  return Math.max(0, withTabs - without);
}

function printNotifications(
  { perSecond, pushMs, drainedPerSecond }: NotificationsResult,
  line: (...cells: string[]) => void,
): void {
  const [pushed, without] = [median(perSecond.with), median(perSecond.without)];
  line("");
  line("pending ask, its owner without a device", `${Math.round(without)} a second`);
  const share = `${Math.round((pushed / without) * 100)} % of that`;
  line("the same, with a push for each", `${Math.round(pushed)} a second`, share);
  line(
    "answer to an ask to its push at the push service",
    `p50 ${percentile(pushMs, 50).toFixed(0)} ms`,
    `p99 ${percentile(pushMs, 99).toFixed(0)} ms`,
  );
  line("queued messages sent", `${Math.round(drainedPerSecond)} a second`);
}

function printGateway(result: GatewayResult, line: (...cells: string[]) => void): void {
  const times = (milliseconds: number[]) =>
    [50, 99].map((percent) => `p${percent} ${percentile(milliseconds, percent).toFixed(1)} ms`);
  const added = [50, 99].map((percent) => {
    const milliseconds = percentile(result.throughMs, percent) - percentile(result.directMs, percent);
    return `p${percent} ${milliseconds.toFixed(1)} ms`;
  });
  line("");
  line(`${result.callsPerSecond} calls a second, straight to the tool`, ...times(result.directMs));
  line("the same through the gateway, auto-approved", ...times(result.throughMs));
  line("added by the gateway", ...added);
  line("a durable INSERT at the same pace", ...times(result.ceilingMs));
  line(`while ${result.waitingCalls} calls wait for a decision`, ...times(result.whileWaitingMs));
  line("memory per waiting call", `${(result.bytesPerWaitingCall / 1024).toFixed(1)} KiB`);
  line("memory of the idle gateway", `${(result.idleBytes / 1024 / 1024).toFixed(0)} MiB`);
}
