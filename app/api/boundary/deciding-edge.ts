import { openWait } from "#app/api/agent/waits/open-wait";
import { metrics } from "#app/process/metrics/metrics";
import { runtime } from "#app/process/runtime";
import type { RequestEdge } from "#db/schema/requests";
import type { DecidingEdge } from "#lib/boundary/decide/in-process-port";
import { announceAsked } from "./announce-asked.ts";

/** This process as the edge of calls of an agent, with the process's limits and metrics. */
export function decidingEdge(
  edge: RequestEdge,
  agentId: string,
  authenticate: DecidingEdge["authenticate"],
): DecidingEdge {
  const { db, events, secret, clock, config } = runtime();
  return {
    ...{ db, events, secret, clock, edge },
    origin: config.origin,
    limits: { asksPerMinute: config.asksPerMinute, pendingPerAgent: config.pendingPerAgent },
    authenticate,
    openWait: (requestId) => {
      const wait = openWait(requestId);
      return {
        countFor: (agentId) => wait.countFor(agentId, config.waitsPerAgent),
        close: () => wait.close(),
      };
    },
    onAsked: (asked) => announceAsked(agentId, asked),
    onRedeemed: (requestId) => {
      metrics().grantsRedeemed.inc();
      events.announce(`request/${requestId}`);
    },
  };
}
