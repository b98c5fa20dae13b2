import type { ClosingResult } from "./closing.ts";
import {
  columnsExplained,
  drawsTable,
  logTable,
  peersTable,
  processesTable,
  throughputTable,
  totalsTable,
  withdrawalsTable,
} from "./cost-tables.ts";
import type { DrawsResult } from "./draws.ts";
import type { EvaluationTime } from "./evaluation.ts";
import type { FreezeResult } from "./freeze.ts";
import { type CalledKind, calledKinds, type GatewayResult } from "./gateway/measure-gateway.ts";
import type { LiveTabsCost, LiveTabsResult } from "./live-tabs.ts";
import type { LogBytes } from "./log-bytes.ts";
import type { NotificationsResult } from "./notifications/measure-notifications.ts";
import type { Peers } from "./peers/measure-peers.ts";
import type { ProcessesResult } from "./processes.ts";
import type { ReplayResult } from "./replay.ts";
import { median, percent, percentile } from "./statistics.ts";
import { table } from "./table.ts";
import type { Throughput } from "./throughput.ts";
import type { TotalsResult } from "./totals.ts";
import type { WaitingResult } from "./waiting.ts";

/** What was measured; a section that was left out is undefined. */
export interface Result {
  measuredAt: string;
  machine: { cpu: string | undefined; cores: number; node: string };
  options: { rounds: number; secondsPerRound: number; agents: number };
  throughput?: Throughput[];
  peers?: Peers;
  logBytes?: LogBytes[];
  evaluation?: EvaluationTime[];
  waiting?: WaitingResult;
  freeze?: FreezeResult;
  closing?: ClosingResult;
  processes?: ProcessesResult[];
  liveTabs?: LiveTabsResult;
  notifications?: NotificationsResult;
  gateway?: GatewayResult;
  replay?: ReplayResult;
  totals?: TotalsResult;
  draws?: DrawsResult;
}

/** The result as Markdown. */
export function report(result: Result): string {
  const {
    throughput = [],
    peers,
    logBytes,
    totals,
    draws,
    evaluation,
    waiting,
    freeze,
    closing,
    processes,
    replay,
    liveTabs,
    notifications,
    gateway,
  } = result;
  return [
    heading(result),
    throughput.length > 0 || peers || totals || draws || processes ? columnsExplained : undefined,
    ...throughput.map(throughputTable),
    peers && peersTable(peers),
    logBytes && logTable(logBytes),
    totals && totalsTable(totals),
    draws && drawsTable(draws),
    evaluation && evaluationTable(evaluation),
    waiting && waitingTable(waiting),
    freeze && freezeTable(freeze),
    ...(closing ? closingTables(closing) : []),
    ...(processes ? processesTables(processes) : []),
    replay && replayTable(replay),
    liveTabs && liveTabsTable(liveTabs),
    notifications && notificationsTable(notifications),
    gateway && gatewayTable(gateway),
  ]
    .filter((section) => section !== undefined)
    .join("\n");
}

function heading({
  measuredAt,
  machine: { cpu = "unknown processor", cores, node },
  options,
}: Result): string {
  const { rounds, secondsPerRound, agents } = options;
  return [
    `# Costs of Countersign, ${measuredAt}\n`,
    `${cores} cores (${cpu}), Node ${node}, ${rounds} rounds of ${secondsPerRound} seconds, ${agents} agents\n`,
  ].join("\n");
}

function evaluationTable(times: EvaluationTime[]): string {
  return table(
    ["Evaluating an ask", "p50", "p99"],
    times.map(({ rules, shape, p50Micros, p99Micros }) => [
      `${rules} rules ${shape === "spread" ? "about many types" : "about its type"}`,
      ...[p50Micros, p99Micros].map((micros) => `${micros.toFixed(1)} µs`),
    ]),
  );
}

function waitingTable({ waiters, latencies, bytesPerWaiter }: WaitingResult): string {
  return table(
    [`${waiters} waiting agents`, "p50", "p99"],
    [
      ["commit of an approval to the grant at the agent", ...times(latencies)],
      ["memory of one more waiting agent", kibibytes(bytesPerWaiter), ""],
    ],
  );
}

function freezeTable({ commits, lastRedemptions }: FreezeResult): string {
  return table(
    [`${commits.length} freezes, two processes`, "p50", "p99"],
    [
      ["call of the freeze to its commit", ...times(commits)],
      ["call of the freeze to the last redemption that isn't refused", ...times(lastRedemptions)],
    ],
  );
}

function closingTables({ withdrawals, pending, offboardingMs, askMs }: ClosingResult): string[] {
  return [
    withdrawalsTable(withdrawals),
    table(
      [`Offboarding of a person with ${pending} pending requests`, "p50", "p99"],
      [
        ["from the call to its commit", milliseconds(offboardingMs), ""],
        ["an ask without it, 64 connections", ...times(askMs.alone)],
        ["an ask during it", ...times(askMs.duringOffboarding)],
      ],
    ),
  ];
}

function processesTables(results: ProcessesResult[]): string[] {
  return [
    processesTable(results),
    table(
      ["A second without a call", "servers", "PostgreSQL", "MultiXacts for each ask"],
      results.map(({ processes, idle, multixacts }) => [
        `${processes} processes`,
        milliseconds(idle.servers),
        milliseconds(idle.postgres),
        multixacts.toFixed(2),
      ]),
    ),
  ];
}

function replayTable({ perSecond, perSecondWhileAsked, askMs }: ReplayResult): string {
  const pair = ({ p50, p99 }: { p50: number; p99: number }) => [p50, p99].map(milliseconds);
  return table(
    ["Impact preview", "p50", "p99"],
    [
      [`past requests evaluated: ${perSecond.toFixed(0)} a second`, "", ""],
      [`the same while agents ask: ${perSecondWhileAsked.toFixed(0)} a second`, "", ""],
      ["an ask without a preview", ...pair(askMs.alone)],
      ["an ask during a preview", ...pair(askMs.duringReplay)],
    ],
  );
}

function liveTabsTable({ tabs, ceiling, countersign }: LiveTabsResult): string {
  const row = (name: string, cost: LiveTabsCost) => [
    name,
    `${liveCost(cost).toFixed(0)} ms a minute`,
    milliseconds(median(cost.allHeardMs)),
  ];
  return table(
    [`${tabs} open tabs`, "CPU", "a change reaches all"],
    [row("bare `node:http`", ceiling), row("Countersign", countersign)],
  );
}

/** What the tabs cost, without what the process needs anyway. */
function liveCost({ cpuMsPerMinute: { withTabs, without } }: LiveTabsCost): number {
  return Math.max(0, withTabs - without);
}

function notificationsTable({ perSecond, pushMs, drainedPerSecond }: NotificationsResult): string {
  const [pushed, without] = [median(perSecond.with), median(perSecond.without)];
  return table(
    ["Notifications", "", ""],
    [
      ["ask that needs approval, its owner without a device", `${without.toFixed(0)} a second`, ""],
      ["the same with a push for each", `${pushed.toFixed(0)} a second`, percent(pushed / without)],
      ["answer to an ask to its push (p50, p99)", ...times(pushMs)],
      ["queued messages sent", `${drainedPerSecond.toFixed(0)} a second`, ""],
    ],
  );
}

const calledWords: Record<CalledKind, string> = {
  insert: "a durable INSERT",
  tool: "a call straight to the tool",
  proxy: "the same through a proxy of the MCP SDK: no policy, nothing stored",
  gateway: "the same through the gateway, auto-approved",
  authzen: "an AuthZEN evaluation, auto-approved",
  hook: "a call of Claude Code's hook, auto-approved",
};

function gatewayTable(result: GatewayResult): string {
  const { callsPerSecond, callMs, whileWaitingMs, waitingCalls, busy, busyMs } = result;
  return table(
    [`MCP gateway, ${callsPerSecond} calls a second`, "p50", "p99"],
    [
      ...calledKinds.map((kind) => [calledWords[kind], ...times(callMs[kind])]),
      [`through the gateway while ${waitingCalls} calls wait for a decision`, ...times(whileWaitingMs)],
      [`${busy.callsPerSecond} calls a second through ${busy.gateways} gateways`, ...times(busyMs)],
      ["memory of one more waiting call", kibibytes(result.bytesPerWaitingCall), ""],
      ["memory of the idle gateway", kibibytes(result.idleBytes), ""],
    ],
  );
}

function times(values: number[]): [p50: string, p99: string] {
  return [milliseconds(percentile(values, 50)), milliseconds(percentile(values, 99))];
}

const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
const kibibytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
