import type { Database } from "#db/client";
import type { Viewer } from "#lib/sessions/session";
import { type Round, Rounds } from "../rounds.ts";
import type { RunningServer } from "../servers.ts";
import { type CallKind, callKinds, endPending, measureCalls } from "../throughput.ts";
import { BenchAgent } from "../workspace.ts";

const agents = 128;
const connections = 64;
const secondsPerRound = 2;
const warmUps = 2;
const rounds = 3;

export type AskRounds = Record<CallKind, Round[]>;

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
    const measured = await measureCalls(server, callers, { meter, connections });
    await endPending(db, callers);
    if (round >= 0) for (const kind of callKinds) result[kind].push(measured[kind]);
  }
  return result;
}
