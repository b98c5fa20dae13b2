import type { Database } from "#db/client";
import { type PreparedRequest, prepareRequest } from "./http-client.ts";
import type { Round, Rounds } from "./rounds.ts";
import type { RunningServer } from "./servers.ts";
import { agentOf, type BenchAgent, type BenchWorkspace } from "./workspace.ts";

/** What is sent, in the order of one round. */
export const callKinds = ["allowed", "redeem", "pending"] as const;
export type CallKind = (typeof callKinds)[number];
export const kinds = ["ceiling", "signedCeiling", ...callKinds] as const;
export type Kind = (typeof kinds)[number];

/** The rounds of each kind, interleaved, over one number of connections. */
export interface Throughput {
  connections: number;
  /** Whether PostgreSQL had statistics of the tables. A new database has none for a minute. */
  isAnalyzed: boolean;
  rounds: Record<Kind, Round[]>;
}

interface Servers {
  ceiling: RunningServer;
  countersign: RunningServer;
}

/**
 * Measures asks and redemptions: over 64 connections on a database without statistics, then with
 * statistics over 64 and 256.
 */
export async function measureThroughput(
  servers: Servers,
  db: Database,
  workspace: BenchWorkspace,
  options: { rounds: number; meter: Rounds },
): Promise<Throughput[]> {
  const sql = db.$client;
  const results: Throughput[] = [];
  const run = async (connections: number, isAnalyzed: boolean, warmUps = 0) => {
    const rounds = await interleave(servers, db, workspace, { ...options, connections, warmUps });
    results.push({ connections, isAnalyzed, rounds });
  };
  await sql`alter system set autovacuum = off`;
  await sql`select pg_reload_conf()`;
  // Node compiles the code of the servers during the first rounds.
  await run(64, false, 2);
  await sql`alter system reset autovacuum`;
  await sql`select pg_reload_conf()`;
  await sql`vacuum analyze`;
  await run(64, true);
  await run(256, true);
  return results;
}

// Ceiling and product alternate, so that other load on the machine affects both alike.
async function interleave(
  servers: Servers,
  db: Database,
  workspace: BenchWorkspace,
  options: { rounds: number; meter: Rounds; connections: number; warmUps: number },
): Promise<Record<Kind, Round[]>> {
  const result: Record<Kind, Round[]> = {
    ceiling: [],
    signedCeiling: [],
    allowed: [],
    redeem: [],
    pending: [],
  };
  for (let round = -options.warmUps; round < options.rounds; round++) {
    const measured = await measureRound(servers, workspace, options);
    await endPending(db);
    if (round < 0) continue;
    for (const kind of kinds) result[kind].push(measured[kind]);
  }
  return result;
}

interface Sent {
  meter: Rounds;
  connections: number;
}

async function measureRound(
  { ceiling, countersign }: Servers,
  { agents }: BenchWorkspace,
  sent: Sent,
): Promise<Record<Kind, Round>> {
  const bare = async (kind: Kind, path: string) => {
    const requests = Array.from({ length: sent.meter.count(kind) }, () => ceilingRequest(path));
    return withoutAnswers(
      await sent.meter.measure(kind, ceiling, requests, { ...sent, expectedStatus: 200 }),
    );
  };
  return {
    ceiling: await bare("ceiling", "/"),
    signedCeiling: await bare("signedCeiling", "/signed"),
    ...(await measureCalls(countersign, agents, sent)),
  };
}

/** One round of each kind of call to Countersign, of these agents. */
export async function measureCalls(
  server: RunningServer,
  agents: BenchAgent[],
  { meter, connections }: Sent,
): Promise<Record<CallKind, Round>> {
  const send = (kind: CallKind, count: number, make: (index: number) => PreparedRequest) => {
    const requests = Array.from({ length: count }, (_, index) => make(index));
    const expectedStatus = kind === "pending" ? 202 : 200;
    return meter.measure(kind, server, requests, { connections, expectedStatus });
  };
  const redemptions = meter.count("redeem");
  const asks = Math.max(meter.count("allowed"), redemptions);
  const allowed = await send("allowed", asks, (index) => agentOf(agents, index).ask(50));
  const grants = allowed.answers.map(({ body }) => (JSON.parse(body) as { grant: string }).grant);
  const redeem = await send("redeem", redemptions, (index) =>
    agentOf(agents, index).redeem(grants[index] ?? "", 50),
  );
  const pending = await send("pending", meter.count("pending"), (index) => agentOf(agents, index).ask(1250));
  return {
    allowed: withoutAnswers(allowed),
    redeem: withoutAnswers(redeem),
    pending: withoutAnswers(pending),
  };
}

function withoutAnswers({ answers: _, ...round }: Round & { answers: unknown }): Round {
  return round;
}

/**
 * Ends every pending request, or those of some agents: the limits would not allow an agent with
 * hundreds of them. What people would be told about them is dropped, so that it isn't sent during
 * the next round.
 */
export async function endPending({ $client: sql }: Database, of?: BenchAgent[]): Promise<void> {
  const theirs = of ? sql`and agent_id = any(${of.map(({ id }) => id)})` : sql``;
  await sql`
    update requests set state = 'cancelled', close_reason = 'by_agent', closed_at = now()
    where state = 'pending' ${theirs}`;
  await sql`delete from outbox`;
}

const ceilingBody = JSON.stringify({
  action: { type: "refund.create", resource: "charge/ch_81", params: { amount: 50, currency: "USD" } },
  reason: "Customer was billed twice",
  expires_in: 900,
});

/** A request to the ceiling, with a body like an ask's. */
export function ceilingRequest(path: string): PreparedRequest {
  return prepareRequest("POST", path, { "content-type": "application/json" }, ceilingBody);
}
