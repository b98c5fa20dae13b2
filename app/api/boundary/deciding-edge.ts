import { openWait } from "#app/api/agent/waits/open-wait";
import { announceAsked } from "#app/runtime/announce-asked";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import type { RequestEdge } from "#db/schema/requests";
import type { DecidingEdge } from "#lib/boundary/calls/in-process-port";

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
    onAsked: (asked) => {
      metrics().asks.inc({ outcome: asked.answer.request.state });
      announceAsked(agentId, asked);
    },
    onRedeemed: (requestId) => {
      metrics().grantsRedeemed.inc();
      events.announce(`request/${requestId}`);
    },
  };
}
