import { setTimeout as pause } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { replays } from "#db/schema/policy";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt, newId } from "#lib/kernel/ids";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { ruleSchema } from "#lib/policy/language/rule";
import { startReplay } from "#lib/policy/replay/start-replay";
import { Connection } from "./http-client.ts";
import { percentile } from "./statistics.ts";
import type { BenchWorkspace } from "./workspace.ts";

export interface ReplayOptions {
  /** Past requests that are replayed. */
  requests: number;
  /** Connections that ask during the replay. */
  connections: number;
}

interface Latency {
  p50: number;
  p99: number;
}

export interface ReplayResult {
  /** Requests replayed a second with nothing else to do. */
  perSecond: number;
  /** The same while agents ask as fast as they are answered. */
  perSecondWhileAsked: number;
  /** Milliseconds from an ask to its answer, without a replay and during a replay. */
  askMs: { alone: Latency; duringReplay: Latency };
}

/**
 * Measures how fast the server's own worker replays history, and how the replay affects agents that
 * ask at the same time.
 */
export async function measureReplay(
  { port }: { port: number },
  db: Database,
  workspace: BenchWorkspace,
  { requests, connections }: ReplayOptions,
): Promise<ReplayResult> {
  await fillHistory(db, workspace, requests);
  await changeDraft(db, workspace);
  const quiet = await replay(db, workspace, requests);
  const alone = await askWhile(port, workspace, connections, pause(3000));
  const busy = replay(db, workspace, requests);
  const duringReplay = await askWhile(port, workspace, connections, busy);
  return {
    perSecond: quiet,
    perSecondWhileAsked: await busy,
    askMs: { alone: latencyOf(alone), duringReplay: latencyOf(duringReplay) },
  };
}

/** Requests of the last days, of many amounts, by all agents: most of them end as before. */
async function fillHistory(db: Database, { agents, owner }: BenchWorkspace, count: number): Promise<void> {
  const ids = agents.map(({ id }) => id);
  const prefix = firstIdAt("req", addSeconds(new Date(), -3600)).slice(0, -8);
  await db.execute(sql`
    insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, owner_id,
      owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at)
    select ${prefix} || lpad(n::text, 8, '0'), (${sql.param(ids)}::text[])[1 + n % ${ids.length}::int], 'key', 'history-' || n, '\\x00',
      case when n % 5 = 0 then 'denied' else 'allowed' end,
      '{"params":{"amount":' || case when n % 5 = 0 then 100 + n % 4000 else n % 100 + 1 end || ',"currency":"USD"},"resource":"charge/ch_' || n
        || '","type":"refund.create"}', 'refund.create', 'digest', ${owner.personId}, 1, 1, '{}', case when n % 5 = 0 then 1 else 0 end, 300,
      now() - interval '1 hour', now(), now()
    from generate_series(1, ${count}::int) n on conflict do nothing`);
  await db.execute(sql`analyze requests`);
}

/** A draft in which a twentieth of the requests would end otherwise. */
async function changeDraft(db: Database, { owner }: BenchWorkspace): Promise<void> {
  const rule = ruleSchema.parse({
    ...{ id: newId("pol", new Date()), title: "More eyes", outcome: "step_up", approvals: 2 },
    actions: ["refund.create"],
    conditions: [{ kind: "amount", amount: "amount", currency: "currency", currencies: ["USD"], over: 3000 }],
  });
  const { draft } = await foreseeNextVersion(db);
  await saveRule(db, { actor: owner, rule, revision: draft.revision, now: new Date() });
}

async function replay(db: Database, { owner }: BenchWorkspace, last: number): Promise<number> {
  const start = { actor: owner, scope: { last }, against: "then", now: new Date() } as const;
  const id = await startReplay(db, start);
  for (;;) {
    const [row] = await db.select().from(replays).where(eq(replays.id, id));
    if (row?.endedAt) return row.done / ((row.endedAt.getTime() - row.startedAt.getTime()) / 1000);
    await pause(50);
  }
}

/** Each agent asks without a pause until `busy` has ended. @returns how long each ask took. */
export async function askWhile(
  port: number,
  { agents }: Pick<BenchWorkspace, "agents">,
  connections: number,
  busy: Promise<unknown>,
): Promise<number[]> {
  const latencies: number[] = [];
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  busy.then(end, end);
  const ask = async (agent: BenchWorkspace["agents"][number]) => {
    const connection = await Connection.open(port);
    while (!isOver) {
      const request = agent.ask(50);
      const from = performance.now();
      const { at, status } = await connection.send(request);
      if (status !== 200) throw new Error(`an ask got ${status}`);
      latencies.push(at - from);
    }
    connection.close();
  };
  await Promise.all(agents.slice(0, connections).map(ask));
  return latencies;
}

function latencyOf(latencies: number[]): Latency {
  return { p50: percentile(latencies, 50), p99: percentile(latencies, 99) };
}
