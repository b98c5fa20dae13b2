import type { Database } from "#db/client";
import type { Round, Rounds } from "./rounds.ts";
import type { RunningServer } from "./servers.ts";
import { agentOf, type BenchWorkspace, publishRule } from "./workspace.ts";

export interface TotalsResult {
  /** Auto-approved asks, without a total and with a sum over 24 hours. */
  without: Round[];
  with: Round[];
  /** Requests of each agent in the sum at the last measurement. */
  requestsPerAgent: number;
}

/**
 * The cost of a cumulative threshold: the same asks, before and after publishing a version that
 * sums each agent's refunds.
 */
export async function measureTotals(
  countersign: RunningServer,
  db: Database,
  { agents, owner }: BenchWorkspace,
  { meter, ...options }: { rounds: number; meter: Rounds },
): Promise<TotalsResult> {
  const rounds = async (kind: string) => {
    const figures: Round[] = [];
    for (let round = -1; round < options.rounds; round++) {
      const asks = Array.from({ length: meter.count(kind) }, (_, index) => agentOf(agents, index).ask(50));
      const sent = { connections: 64, expectedStatus: 200 };
      const { answers: _, ...measured } = await meter.measure(kind, countersign, asks, sent);
      if (round >= 0) figures.push(measured);
    }
    return figures;
  };
  const without = await rounds("withoutTotal");
  await publishRule(db, owner.personId, sum);
  const counted = await rounds("withTotal");
  const [row] = await db.$client`
    select count(*)::int / ${agents.length}::int as each from requests
    where agent_id in ${db.$client(agents.map(({ id }) => id))}`;
  return { without, with: counted, requestsPerAgent: row?.each ?? 0 };
}

const sum = {
  id: "sum",
  title: "Refunds over a thousand million in 24 hours never run",
  outcome: "block",
  actions: ["refund.create"],
  conditions: [
    { kind: "total", of: "sum", per: "agent", window: "24h", currencies: ["USD"], over: 1_000_000_000 },
  ],
};
