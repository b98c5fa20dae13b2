import { randomUUID } from "node:crypto";
import type { Database } from "#db/client";
import type { RequestEdge } from "#db/schema/requests";
import { reportExecution } from "#lib/boundary/executions/report-execution";
import { findRedemptionParties } from "#lib/callers/find-caller";
import type { TokenCaller } from "#lib/callers/find-token-caller";
import type { MasterSecret } from "#lib/crypto/seal";
import { openedKey } from "#lib/crypto/signing-key";
import type { EventHub } from "#lib/events/hub";
import { readGrant } from "#lib/grants/read";
import { redeemGrant } from "#lib/grants/redeem";
import { plainWords } from "#lib/json/plain-words";
import { addSeconds, type Clock } from "#lib/kernel/clock";
import { afterHeldCall, withDeadline } from "#lib/kernel/deadline";
import { sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import type { Fault } from "#lib/policy/action-types/params-schema";
import type { Action } from "#lib/policy/language/action";
import type { Asked } from "#lib/requests/ask/ask";
import { askSchema } from "#lib/requests/ask/ask-schema";
import type { Submission } from "#lib/requests/ask/submission";
import { pickUp } from "#lib/requests/pick-up";
import type { RequestResponse } from "#lib/requests/request-response";
import { waitForResponse } from "#lib/requests/wait";
import type { Port } from "./port.ts";
import { PortError } from "./port-error.ts";
import { storesAnswers } from "./stored-answers.ts";

export interface HeldCall {
  action: Action;
  /** The agent's words. */
  reason?: string | undefined;
  holdSeconds: number;
  /** Aborted when the client hung up or the process is stopping: then nothing is redeemed. */
  signal: AbortSignal;
  /** Identifies the client's call for a report. Without it, no report is expected. */
  callHash?: string | undefined;
}

/** What the edge provides: the process's singletons, the caller and the limits. */
export interface DecidingEdge {
  db: Database;
  events: EventHub;
  secret: MasterSecret;
  clock: Clock;
  origin: string;
  /** Shown to people. */
  edge: RequestEdge;
  limits: { asksPerMinute: number; pendingPerAgent: number };
  /** Finds the caller again: a token revoked since redeems nothing. */
  authenticate(): Promise<Pick<TokenCaller, "agent" | "keyId">>;
  /** Counts a wait against the limits of the process. @throws {CountersignError} `rate_limited`. */
  openWait(requestId: string): { countFor(agentId: string): void; close(): void };
  onAsked?(asked: Asked): void;
  onRedeemed?(requestId: string): void;
}

const askInTime = withDeadline(ask, afterHeldCall);
const redeemInTime = withDeadline(redeem, afterHeldCall);

/** Countersign as a boundary sees it, without HTTP. */
export function inProcessPort(edge: DecidingEdge, call: HeldCall): Port<RequestResponse> {
  return {
    ask: (_, { reason, reportWithinSeconds }) =>
      ported(() => askInTime(edge, call, { reason, reportWithinSeconds })),
    wait: (answer, { seconds }) => ported(() => wait(edge, call, answer, seconds)),
    redeem: (grant, _, { reportWithinSeconds }) =>
      ported(() => redeemInTime(edge, call, grant, reportWithinSeconds)),
    report: async (requestId, { outcome, durationMs, error }) => {
      // The client runs the call after the answer, and its hook reports.
      if (outcome === "done") return;
      const { agent, keyId } = await edge.authenticate();
      const report = { outcome, duration_ms: durationMs, ...(error !== undefined && { error }) };
      const reporter = { type: "agent" as const, id: agent.id, keyId };
      const input = { requestId, agentId: agent.id, reporter, report, isFromHook: true };
      await reportExecution(edge.db, { ...input, now: edge.clock() });
    },
  };
}

async function ask(
  edge: DecidingEdge,
  call: HeldCall,
  { reason, reportWithinSeconds }: { reason?: string; reportWithinSeconds: number },
) {
  const { db, secret, origin, clock, limits, edge: name } = edge;
  const { agent: caller, keyId } = await edge.authenticate();
  // Once the client no longer listens, the answer would be lost, and with it the grant.
  const redeem = !call.signal.aborted;
  const parsed = askSchema.safeParse(
    { action: call.action, pick_up: true, redeem, ...(reason !== undefined && { reason }) },
    plainWords,
  );
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PortError(
      "invalid_action",
      issue ? `${issue.path.join(".")}: ${issue.message}` : "The call can't be requested.",
    );
  }
  const now = clock();
  const submission: Submission = {
    caller,
    keyId,
    edge: name,
    webhookId: `held_${randomUUID()}`,
    bodyHash: sha256(""),
    ask: parsed.data,
    execution: executionOf(call, reportWithinSeconds, now),
    limit: { bucket: `ask:${caller.id}`, limit: limits.asksPerMinute, windowSeconds: 60 },
    mostPending: limits.pendingPerAgent,
    origin,
    now,
  };
  const asked = await pickUp(db, submission, secret, { isHeldHere: true });
  edge.onAsked?.(asked);
  if (asked.answer.request.state !== "blocked") return shownAnswer(edge, asked.answer);
  throw new PortError("blocked_by_policy", asked.answer.request.policy.rules.join(", "));
}

/** The answer without the number to match, which is never stored. */
function shownAnswer({ edge }: DecidingEdge, answer: RequestResponse): RequestResponse {
  if (!storesAnswers[edge]) return answer;
  const { number_to_match: _, ...request } = answer.request;
  return { ...answer, request };
}

/** A pending answer when the wait ends early: the same call again goes on waiting. */
async function wait(edge: DecidingEdge, { signal }: HeldCall, answer: RequestResponse, seconds: number) {
  const { db, events, secret, origin, clock } = edge;
  const requestId = answer.request.id;
  const hadNumber = answer.request.number_to_match !== undefined;
  let slot: ReturnType<DecidingEdge["openWait"]> | undefined;
  try {
    slot = edge.openWait(requestId);
    const found = await waitForResponse(db, events, {
      requestId,
      isDone: ({ answer: now }) =>
        now.request.state !== "pending" ||
        (!hadNumber && shownAnswer(edge, now).request.number_to_match !== undefined),
      beforeWaiting: ({ agentId }) => slot?.countFor(agentId),
      until: addSeconds(clock(), seconds),
      signal,
      context: { secret, origin },
      clock,
    });
    return shownAnswer(edge, found?.answer ?? answer);
  } catch (error) {
    if (error instanceof CountersignError && error.code === "rate_limited") return answer;
    throw error;
  } finally {
    slot?.close();
  }
}

/** The report that is expected of the client's hook, if any. */
function executionOf({ callHash }: HeldCall, reportWithinSeconds: number, now: Date) {
  if (callHash === undefined) return undefined;
  return { dueAt: addSeconds(now, reportWithinSeconds), boundaryId: null, callHash };
}

async function redeem(edge: DecidingEdge, call: HeldCall, grant: string, reportWithinSeconds: number) {
  const { db, secret, origin, clock } = edge;
  if (call.signal.aborted)
    throw new PortError("shutting_down", "The connection ended. Repeat the same call.");
  const { agent: caller, keyId } = await edge.authenticate();
  const now = clock();
  const unverified = readGrant(grant);
  const wanted = { agentId: caller.id, audience: unverified.claims.aud, kid: unverified.kid, now };
  const { agent = caller, grantKey } = await findRedemptionParties(db, secret, wanted);
  const { requestId } = await redeemGrant(db, {
    grant,
    kid: unverified.kid,
    claims: await unverified.verify({ x: grantKey, origin, held: openedKey(unverified.kid) }),
    agent,
    redeemer: { type: "agent", id: agent.id },
    keyId,
    dpop: undefined,
    agentProof: undefined,
    action: call.action,
    execution: executionOf(call, reportWithinSeconds, now),
    origin,
    now,
  });
  edge.onRedeemed?.(requestId);
}

/** Refusals as the core expects them. Unexpected errors stop the call without their words. */
async function ported<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    throw new PortError(error.code, withErrors(error), { cause: error });
  }
}

/** An error's message with its first errors, for an edge without a list. */
function withErrors({ userMessage, details }: CountersignError): string {
  const errors = Array.isArray(details?.errors) ? (details.errors as Fault[]).slice(0, 3) : [];
  if (errors.length === 0) return userMessage;
  const words = errors.map(({ path, message }) => `${path.slice(0, 200)} ${message}`).join(". ");
  return `${userMessage.replace(/\.( See errors\.)?$/, "")}: ${words.replaceAll(/[\p{C}\p{Z}]+/gu, " ")}.`;
}
