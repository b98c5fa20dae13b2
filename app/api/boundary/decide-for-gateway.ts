import type { Context } from "hono";
import { openWait } from "#app/api/agent/waits/open-wait";
import { whileWanted } from "#app/api/edge/while-wanted";
import { announceAsked } from "#app/runtime/announce-asked";
import { callLog } from "#app/runtime/call-id";
import { metrics } from "#app/runtime/metrics";
import { knownError } from "#app/runtime/problem";
import { runtime } from "#app/runtime/runtime";
import type { RequestEdge } from "#db/schema/requests";
import { decideCall } from "#lib/boundary/calls/decide-call";
import type { DecidingEdge } from "#lib/boundary/calls/in-process-port";
import type { Why } from "#lib/boundary/calls/messages";
import type { Action } from "#lib/policy/language/action";
import type { RequestResponse } from "#lib/requests/request-response";

/** A call that a gateway or a hook holds. */
export interface GatewayCall {
  edge: RequestEdge;
  agentId: string;
  /** Finds the caller again: a key that was revoked since redeems nothing. */
  authenticate: DecidingEdge["authenticate"];
  action: Action;
  reason?: string | undefined;
  /** Of a hook's call, to find the call again when its outcome is reported. */
  callHash?: string | undefined;
  holdSeconds: number;
}

/** A call that may run once, now: its grant was redeemed a moment ago (invariant 5). */
export interface Allowed {
  isAllowed: true;
  requestId: string;
}

/** A call that must not run. `message` is written for a model. */
export interface Refused {
  isAllowed: false;
  why: Why;
  message: string;
  /** The request that waits for a person, or that a person denied. */
  request?: RequestResponse["request"] | undefined;
}

/** Decides a call. Only a hook's call announces an execution, because gateways report no outcome. */
export async function decideForGateway(c: Context, call: GatewayCall): Promise<Allowed | Refused> {
  let request: RequestResponse["request"] | undefined;
  const edge = decidingEdge(call.edge, call.agentId, call.authenticate);
  const watching: DecidingEdge = {
    ...edge,
    onAsked: (asked) => {
      request = asked.answer.request;
      edge.onAsked?.(asked);
    },
  };
  const { action, reason, callHash, holdSeconds } = call;
  const result = await whileWanted(c, runtime().closing, (signal) =>
    decideCall(watching, { action, reason, callHash, holdSeconds, signal }),
  );
  if (result.kind === "ran") return { isAllowed: true, requestId: result.requestId };
  if (result.kind !== "stopped")
    return {
      isAllowed: false,
      why: "unavailable",
      message: "The call couldn't be decided, so it didn't run.",
    };
  if (result.cause !== undefined) logUnexpected(c, result.cause);
  return { isAllowed: false, why: result.why, message: result.message, request };
}

/** This process as the edge of calls of an agent, with the process's limits and metrics. */
function decidingEdge(
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

/** Logs an error that no caller could have caused. */
export function logUnexpected(c: Context, error: unknown): void {
  if (knownError(error).code === "internal") callLog(c).error({ err: error }, "a call could not be decided");
}

const mostHoldSeconds = 30;

/** The seconds of `Prefer: wait=N` (RFC 7240, section 4.3): none without it. */
export function readHold(c: Context): number {
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,5})"?\s*(?:$|[,;])/i.exec(
    c.req.header("prefer") ?? "",
  )?.[1];
  return Math.min(Number(seconds ?? 0), mostHoldSeconds);
}
