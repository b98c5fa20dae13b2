import type { CpuTime } from "./cpu.ts";
import type { DrawsResult } from "./draws.ts";
import type { LogBytes } from "./log-bytes.ts";
import { type Peers, peerKinds } from "./peers/measure-peers.ts";
import type { ProcessesResult } from "./processes.ts";
import type { Round } from "./rounds.ts";
import type { AskRounds } from "./scale/asks.ts";
import { median, percent } from "./statistics.ts";
import { table } from "./table.ts";
import { callKinds, type Kind, kinds, type Throughput } from "./throughput.ts";
import type { TotalsResult } from "./totals.ts";

export const columnsExplained = `Ratio: of the ceiling in the same run, or of the first row. CPU µs: processor time for each request, in all and
by component. main: the server's main thread. threads: its other threads. load: the load generator. WAL KB, commits: for
each request.
`;

const kindWords: Record<Kind, string> = {
  ceiling: "bare `node:http`, one durable INSERT (the ceiling)",
  signedCeiling: "the same with an Ed25519 signature verified and one created",
  allowed: "ask that is auto-approved",
  redeem: "redemption",
  pending: "ask that needs approval",
};

export function throughputTable({ connections, isAnalyzed, rounds }: Throughput): string {
  const title = `${connections} connections, database ${isAnalyzed ? "analyzed" : "not analyzed"}`;
  const base = median(rounds.ceiling.map(({ perSecond }) => perSecond));
  return costTable(
    title,
    kinds.map((kind) => [kindWords[kind], rounds[kind], base]),
  );
}

const peerWords: Record<keyof Peers, string> = {
  ceiling: kindWords.ceiling,
  next: "the same INSERT in a route handler of Next.js: no signature, no policy",
  ciba: "backchannel authentication request of oidc-provider: in memory, no policy, no signature",
  pending: `${kindWords.pending}: signed, durable, audited`,
  cedar: "decision of Cedar alone: caller not authenticated, nothing stored, no grant",
  allowed: `${kindWords.allowed}: signed, durable, audited, with a grant`,
};

export function peersTable(peers: Peers): string {
  const base = median(peers.ceiling.map(({ perSecond }) => perSecond));
  const measured = peerKinds.filter((kind) => peers[kind].length > 0);
  return costTable(
    "Compared with other products, 64 connections",
    measured.map((kind) => [peerWords[kind], peers[kind], base]),
  );
}

export function logTable(bytes: LogBytes[]): string {
  const sum = bytes.reduce((total, each) => total + each.bytes, 0);
  const row = (name: string, records: string, each: number) => [name, records, each.toFixed(0)];
  return table(
    ["Write-ahead log of an auto-approved ask", "records", "bytes"],
    [...bytes.map((each) => row(each.name, each.records.toFixed(2), each.bytes)), row("sum", "", sum)],
  );
}

export function totalsTable(totals: TotalsResult): string {
  const base = median(totals.without.map(({ perSecond }) => perSecond));
  return costTable("Asks that count towards a total", [
    ["ask that is auto-approved", totals.without, base],
    [`the same with a sum over ${totals.requestsPerAgent} earlier requests`, totals.with, base],
  ]);
}

export function drawsTable({ allowed, draws, toPerson, asks }: DrawsResult): string {
  const base = median(allowed.map(({ perSecond }) => perSecond));
  return costTable("Asks of agents with a standing approval, 64 connections", [
    ["ask that is auto-approved", allowed, base],
    [`ask within the bounds: ${percent(toPerson / asks)} reach the person`, draws, base],
  ]);
}

export function processesTable(results: ProcessesResult[]): string {
  const base = median((results[0]?.rounds ?? []).map(({ perSecond }) => perSecond));
  return costTable(
    "Auto-approved asks on one database, 64 connections",
    results.map(({ processes, rounds }) => [`${processes} processes`, rounds, base]),
  );
}

export function withdrawalsTable(rounds: Round[]): string {
  const base = median(rounds.map(({ perSecond }) => perSecond));
  return costTable("Pending requests withdrawn by their agents, 64 connections", [
    ["withdrawal", rounds, base],
  ]);
}

/** What calls cost on a new database, and on one with many requests. */
export function askRoundsTable(
  requests: number,
  { empty, filled }: { empty: AskRounds; filled: AskRounds },
): string {
  const rows = callKinds.flatMap((kind): [string, Round[], number][] => {
    const base = median(empty[kind].map(({ perSecond }) => perSecond));
    return [
      [`${kindWords[kind]}, new database`, empty[kind], base],
      [`the same, ${requests} earlier requests`, filled[kind], base],
    ];
  });
  return `${columnsExplained}\n${costTable("Calls over 64 connections", rows)}`;
}

/** Rows of rounds, each with the rate that is 100%. */
function costTable(title: string, rows: [name: string, rounds: Round[], base: number][]): string {
  const heads = ["a second", "min to max", "ratio", "CPU µs", "main", "threads", "PostgreSQL", "load"];
  return table(
    [title, ...heads, "WAL KB", "commits"],
    rows.map(([name, rounds, base]) => {
      const rates = rounds.map(({ perSecond }) => perSecond);
      const cpu = rounds.flatMap(({ cpuMicros }) => cpuMicros ?? []);
      const micros = (of: (time: CpuTime) => number) => (cpu.length ? median(cpu.map(of)).toFixed(0) : "");
      return [
        name,
        median(rates).toFixed(0),
        `${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)}`,
        percent(median(rates) / base),
        micros(({ main, threads, postgres, load }) => main + threads + postgres + load),
        ...(["main", "threads", "postgres", "load"] as const).map((part) => micros((time) => time[part])),
        (median(rounds.map(({ walBytes }) => walBytes)) / 1000).toFixed(1),
        median(rounds.map(({ commits }) => commits)).toFixed(2),
      ];
    }),
  );
}
