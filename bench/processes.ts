import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "#db/client";
import { drive } from "./http-client.ts";
import type { Round, Rounds } from "./rounds.ts";
import { type RunningServer, startCountersign } from "./servers.ts";
import { agentOf, type BenchWorkspace, type Place } from "./workspace.ts";

export interface ProcessesResult {
  processes: number;
  /** Auto-approved asks over connections to all processes. */
  rounds: Round[];
  /** Milliseconds of processor time in a second without a call. */
  idle: { servers: number; postgres: number };
  /** Numbers that PostgreSQL gives to rows locked by several transactions (MultiXact), for each ask. */
  multixacts: number;
}

const idleSeconds = 10;
const connections = 64;
/** Of each process, before it is measured: Node compiles what runs often. */
const asksUntilCompiled = 8000;

/** The same asks on one database, through 1, 2, 4 and 8 processes. */
export async function measureProcesses(
  place: Place,
  first: RunningServer,
  { agents }: BenchWorkspace,
  { meter, ...options }: { rounds: number; meter: Rounds },
): Promise<ProcessesResult[]> {
  const results: ProcessesResult[] = [];
  const started: RunningServer[] = [];
  const warm = ({ port }: RunningServer) =>
    drive(
      port,
      Array.from({ length: asksUntilCompiled }, (_, index) => agentOf(agents, index).ask(50)),
      connections,
    );
  try {
    await warm(first);
    for (const processes of [1, 2, 4, 8]) {
      while (started.length < processes - 1) {
        const server = await startCountersign(place);
        started.push(server);
        await warm(server);
      }
      const servers = [first, ...started];
      const kind = `processes${processes}`;
      const rounds: Round[] = [];
      const firstMultixact = await nextMultixact(place.db);
      for (let round = -1; round < options.rounds; round++) {
        const asks = Array.from({ length: meter.count(kind) }, (_, index) => agentOf(agents, index).ask(50));
        const sent = { connections, expectedStatus: 200 };
        const { answers: _, ...measured } = await meter.measure(kind, servers, asks, sent);
        rounds.push(measured);
      }
      const asks = rounds.reduce((sum, { requests }) => sum + requests, 0);
      const multixacts = ((await nextMultixact(place.db)) - firstMultixact) / asks;
      // Without the round in which Node compiles the code.
      results.push({
        processes,
        rounds: rounds.slice(1),
        idle: await measureIdle(meter, servers),
        multixacts,
      });
    }
  } finally {
    for (const server of started) await server.stop();
  }
  return results;
}

async function measureIdle(meter: Rounds, servers: RunningServer[]): Promise<ProcessesResult["idle"]> {
  const before = (await meter.read(servers)).cpu;
  await pause(idleSeconds * 1000);
  const after = (await meter.read(servers)).cpu;
  if (!before || !after) return { servers: Number.NaN, postgres: Number.NaN };
  const used = after.main + after.threads - before.main - before.threads;
  return { servers: used / idleSeconds, postgres: (after.postgres - before.postgres) / idleSeconds };
}

async function nextMultixact({ $client: sql }: Database): Promise<number> {
  await sql`checkpoint`;
  const [row] = await sql<{ next: string }[]>`select next_multixact_id as next from pg_control_checkpoint()`;
  return Number(row?.next);
}
