import { cpus } from "node:os";
import { measureClosing } from "./closing.ts";
import { measureDraws } from "./draws.ts";
import { measureEvaluation } from "./evaluation.ts";
import { measureFreeze } from "./freeze.ts";
import { measureGateway } from "./gateway/measure-gateway.ts";
import { measureLiveTabs } from "./live-tabs.ts";
import { measureLogBytes } from "./log-bytes.ts";
import { measureNotifications } from "./notifications/measure-notifications.ts";
import type { BenchOptions, Section } from "./options.ts";
import { measurePeers } from "./peers/measure-peers.ts";
import { measureProcesses } from "./processes.ts";
import { measureReplay } from "./replay.ts";
import type { Result } from "./report.ts";
import { Rounds } from "./rounds.ts";
import { startCeiling, startCountersign, startLiveCeiling } from "./servers.ts";
import { measureThroughput } from "./throughput.ts";
import { measureTotals } from "./totals.ts";
import { measureWaiting } from "./waiting.ts";
import { createWorkspace, type Place } from "./workspace.ts";

const secondsPerRound = 3;
const agents = 128;
/**
 * Rounds of what is only compared within its section, at most: more of them hardly change a ratio.
 */
const comparedRounds = 2;
const waiters = { waiters: 1000, approvals: 200 };
const freezes = { freezes: 100, grants: 400, connections: 16 };
const liveTabs = { tabs: 1000, idleSeconds: 10, changes: 30 };
const gatewayCalls = {
  ...{ callsPerSecond: 20, callSeconds: 3, rounds: 2, warmUpCalls: 2000 },
  waitingCalls: 10_000,
  busy: { gateways: 4, callsPerSecond: 500, callSeconds: 5 },
};
const notifications = { asksPerSecond: 200, seconds: 5, queued: 4000 };
const history = { requests: 100_000, connections: 8 };
// The agents with history: enough requests of each for a sum to look at thousands.
const busyAgents = 32;

/** Measures what Countersign costs, beside a ceiling on the same database. */
export async function measureCosts(
  place: Place,
  { rounds, isMeasured }: Pick<BenchOptions, "rounds" | "isMeasured">,
): Promise<Result> {
  const { db, databaseUrl, secret } = place;
  const workspace = await createWorkspace(db, secret, agents);
  const busy = { ...workspace, agents: workspace.agents.slice(0, busyAgents) };
  const compared = Math.min(rounds, comparedRounds);
  const meter = await Rounds.open(db, { seconds: secondsPerRound });
  const ceiling = await startCeiling(databaseUrl);
  const liveCeiling = await startLiveCeiling();
  const countersign = await startCountersign(place);
  try {
    const servers = { ceiling, countersign };
    const result: Result = {
      measuredAt: new Date().toISOString(),
      machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
      options: { rounds, secondsPerRound, agents },
    };
    const measured = async <Value>(sections: Section[], measure: () => Value | Promise<Value>) => {
      if (!isMeasured(...sections)) return undefined;
      const startedAt = performance.now();
      const value = await measure();
      console.error(`${sections[0]}: ${Math.round((performance.now() - startedAt) / 1000)} s`);
      return value;
    };
    result.throughput = await measured(["throughput"], () =>
      measureThroughput(servers, db, workspace, { rounds, meter }),
    );
    result.peers = await measured(["peers"], () =>
      measurePeers(servers, { db, databaseUrl }, workspace, { rounds: compared, meter }),
    );
    result.logBytes = await measured(["log"], () => measureLogBytes(countersign, db, workspace));
    result.evaluation = await measured(["evaluation"], measureEvaluation);
    result.waiting = await measured(["waiting"], () =>
      measureWaiting(countersign, db, secret, workspace, waiters),
    );
    result.liveTabs = await measured(["tabs"], () =>
      measureLiveTabs({ ceiling: liveCeiling, countersign }, db, workspace, liveTabs),
    );
    result.notifications = await measured(["notifications"], () =>
      measureNotifications(countersign, db, secret, workspace, { ...notifications, rounds: compared, meter }),
    );
    const gateways = { ceiling: ceiling.port, countersign: countersign.port };
    result.gateway = await measured(["gateway", "peers"], () =>
      measureGateway(gateways, { db, databaseUrl }, workspace, gatewayCalls),
    );
    // The history of a replay is the history that a sum looks at.
    result.replay = await measured(["replay", "totals"], () => measureReplay(countersign, db, busy, history));
    result.totals = await measured(["totals"], () =>
      measureTotals(countersign, db, busy, { rounds: compared, meter }),
    );
    result.draws = await measured(["draws"], () =>
      measureDraws(countersign, db, secret, workspace, { rounds: compared, meter }),
    );
    result.closing = await measured(["closing"], () =>
      measureClosing(countersign, db, workspace, { rounds: compared, pending: 10_000, meter }),
    );
    result.processes = await measured(["processes"], () =>
      measureProcesses(place, countersign, workspace, { rounds: compared, meter }),
    );
    // Last: it leaves tens of thousands of requests.
    result.freeze = await measured(["freeze"], () =>
      measureFreeze(place, countersign.port, workspace, freezes),
    );
    return result;
  } finally {
    await countersign.stop();
    await ceiling.stop();
    await liveCeiling.stop();
  }
}
