import type { Database } from "#db/client";
import type { Viewer } from "#lib/sessions/session";
import { type Round, Rounds } from "../rounds.ts";
import type { RunningServer } from "../servers.ts";
import { agentOf, BenchAgent } from "../workspace.ts";

const agents = 128;
const connections = 64;
const secondsPerRound = 2;
const warmUps = 2;
const rounds = 3;

export interface AskRounds {
  allowed: Round[];
  redeem: Round[];
  pending: Round[];
}

/**
 * Measures asks and redemptions on a database as it is, for its comparison with a larger one. Adds
 * new agents and some tens of thousands of requests, and leaves none of them pending.
 * @param admin creates the agents, and owns them.
 */
export async function measureAsks(db: Database, server: RunningServer, admin: Viewer): Promise<AskRounds> {
  const callers = await Promise.all(Array.from({ length: agents }, () => BenchAgent.enroll(db, admin)));
  const meter = await Rounds.open(db, { seconds: secondsPerRound });
  const result: AskRounds = { allowed: [], redeem: [], pending: [] };
  for (let round = -warmUps; round < rounds; round++) {
    const { allowed, redeem, pending } = await measureRound(meter, server, callers);
    await endPendingOf(db, callers);
    if (round < 0) continue;
    result.allowed.push(allowed);
    result.redeem.push(redeem);
    result.pending.push(pending);
  }
  return result;
}

async function measureRound(meter: Rounds, server: RunningServer, callers: BenchAgent[]) {
  const ask = (kind: string, amount: number, expectedStatus: number) => {
    const asks = Array.from({ length: meter.count(kind) }, (_, n) => agentOf(callers, n).ask(amount));
    return meter.measure(kind, server, asks, { connections, expectedStatus });
  };
  const { answers, ...allowed } = await ask("allowed", 50, 200);
  const redemptions = answers.map(({ body }, n) =>
    agentOf(callers, n).redeem((JSON.parse(body) as { grant: string }).grant, 50),
  );
  const { answers: _, ...redeem } = await meter.measure("redeem", server, redemptions, {
    connections,
    expectedStatus: 200,
  });
  const { answers: __, ...pending } = await ask("pending", 1250, 202);
  return { allowed, redeem, pending };
}

/** Ends the pending requests of these agents, and what people would be told about them. */
async function endPendingOf(db: Database, callers: BenchAgent[]): Promise<void> {
  await db.$client`
    update requests set state = 'cancelled', close_reason = 'by_agent', closed_at = now()
    where state = 'pending' and agent_id = any(${callers.map(({ id }) => id)})`;
  await db.$client`delete from outbox`;
}
