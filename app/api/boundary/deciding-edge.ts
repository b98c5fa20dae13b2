import { openWait } from "#app/api/agent/open-wait";
import { metrics } from "#app/process/metrics/metrics";
import { runtime } from "#app/process/runtime";
import type { DecidingEdge } from "#lib/boundary/decide/in-process-port";
import { findTokenCaller } from "#lib/callers/find-token-caller";
import { CountersignError } from "#lib/errors";

/** This process as the edge of calls with a hook token, with the process's limits and metrics. */
export function decidingEdge({
  agentId,
  token,
  keyId,
}: {
  agentId: string;
  token: string;
  keyId: string;
}): DecidingEdge {
  const { db, events, secret, clock, config } = runtime();
  return {
    ...{ db, events, secret, clock },
    origin: config.origin,
    limits: { asksPerMinute: config.asksPerMinute, pendingPerAgent: config.pendingPerAgent },
    authenticate: async () => {
      const found = await findTokenCaller(db, secret, { token, now: clock() });
      if (found.keyId === keyId && found.isChecked) return found;
      throw new CountersignError("invalid_hook_token", "the token changed during the call", {
        userMessage: "The hook token changed during the call.",
      });
    },
    openWait: (requestId) => {
      const wait = openWait(requestId);
      return {
        countFor: (agentId) => wait.countFor(agentId, config.waitsPerAgent),
        close: () => wait.close(),
      };
    },
    onAsked: ({ answer, isNew, isAnnounced }) => {
      const { state } = answer.request;
      metrics().asks.inc({ outcome: state });
      events.announce(`agent/${agentId}`);
      if (isAnnounced) events.announce("outbox");
      if (isNew && state === "pending") events.announce("queue");
      if (isNew && state === "allowed") metrics().grantsIssued.inc();
    },
    onRedeemed: (requestId) => {
      metrics().grantsRedeemed.inc();
      events.announce(`request/${requestId}`);
    },
  };
}
