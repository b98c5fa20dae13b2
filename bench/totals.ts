import type { Database } from "#db/client";
import { ruleSchema } from "#lib/policy/language/rule";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { rate, type ThroughputOptions } from "./throughput.ts";
import type { BenchWorkspace } from "./workspace.ts";

export interface TotalsResult {
  /**
   * Allowed asks a second, one figure a round, without and with a sum over 24 hours that has to be
   * looked at.
   */
  without: number[];
  with: number[];
  /** Requests of each agent in the sum at the last measurement. */
  requestsPerAgent: number;
}

/**
 * The cost of a cumulative threshold: the same asks, before and after publishing a version that
 * sums each agent's refunds.
 */
export async function measureTotals(
  port: number,
  db: Database,
  { agents, owner }: BenchWorkspace,
  options: ThroughputOptions,
): Promise<TotalsResult> {
  const asks = () =>
    Array.from({ length: options.perRound }, (_, index) => {
      const agent = agents[index % agents.length];
      if (!agent) throw new Error("no agents");
      return agent.ask(50);
    });
  const rounds = async () => {
    const figures: number[] = [];
    for (let round = 0; round < options.rounds; round++)
      figures.push((await rate(port, asks(), options, 200)).perSecond);
    return figures;
  };
  const without = await rounds();
  await publishSum(db, owner.personId);
  const counted = await rounds();
  const [row] = await db.$client`select count(*)::int / ${agents.length}::int as each from requests`;
  return { without, with: counted, requestsPerAgent: row?.each ?? 0 };
}

async function publishSum(db: Database, personId: string): Promise<void> {
  const { version, rules, defaultOutcome, unclassified, catalogue } = await versionInForce(db);
  const sum = ruleSchema.parse({
    id: "sum",
    title: "Refunds over a thousand million in 24 hours never run",
    outcome: "block",
    actions: ["refund.create"],
    conditions: [
      { kind: "total", of: "sum", per: "agent", window: "24h", currencies: ["USD"], over: 1_000_000_000 },
    ],
  });
  const actor = { type: "person", id: personId } as const;
  const next = { version: version + 1, rules: [...rules, sum], defaultOutcome, unclassified, catalogue };
  await insertVersion(db, { ...next, actor, now: new Date() });
}
