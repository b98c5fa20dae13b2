import type { Context } from "hono";
import { decideForGateway, type Refused } from "#app/api/boundary/decide-for-gateway";
import { findCallerAt, type TokenCall } from "#app/api/boundary/token-caller";
import { faultsOf } from "#app/api/edge/body";
import { actionOfEvaluation } from "#lib/boundary/gateways/authzen-action";
import { type Batch, type Evaluation, evaluationSchema } from "#lib/boundary/gateways/authzen-schema";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import { plainWords } from "#lib/json/plain-words";
import { chunksOf } from "#lib/kernel/chunks";
import { CountersignError } from "#lib/kernel/errors";
import type { Action } from "#lib/policy/language/action";

/** The calling gateway: the agents of its tokens, and until when it waits for decisions. */
export interface Gateway {
  callers: readonly TokenCall[];
  /** Of tokens that have no agent any longer. */
  errors: readonly CountersignError[];
  /** In milliseconds of `performance.now()`. */
  holdUntil: number;
}

/**
 * Evaluates one request (Authorization API 1.0, section 6). A yes means that the grant was redeemed
 * in this call, so that the same evaluation again is another call.
 * @throws {CountersignError} if Countersign can't decide now: this is no decision.
 */
export async function evaluate(c: Context, gateway: Gateway, evaluation: Evaluation): Promise<Decision> {
  const { callers, errors, holdUntil } = gateway;
  const { subject } = evaluation;
  const isAgent = ({ agent }: TokenCall) => subject.type === "agent" && subject.id === agent.id;
  const isNamed = (own: TokenCall) => subject.type === own.subject?.type && subject.id === own.subject.id;
  const [caller, ...others] = callers.filter((one) => isAgent(one) || isNamed(one));
  // It may be the agent of a token that ended.
  if (!caller && errors[0]) throw errors[0];
  if (!caller)
    return denial(
      "wrong_subject",
      "The subject isn't the agent of a token in the call. Each token asks for its own agent.",
    );
  if (others.length > 0)
    return denial("wrong_subject", "Two tokens in the call are for this subject. Send one for each subject.");
  const action = readAction(evaluation, isAgent(caller));
  if (action instanceof CallError)
    return denial("refused", `Countersign can't describe this evaluation: ${action.message}.`);
  const decided = await decideForGateway(c, {
    ...{ edge: "authzen", agentId: caller.agent.id, action },
    holdSeconds: Math.max(0, holdUntil - performance.now()) / 1000,
    authenticate: () => findCallerAt("authzen", caller),
  });
  if (decided.isAllowed) return { decision: true, context: { request: decided.requestId } };
  if (decided.why === "unavailable") throw new CountersignError("internal", decided.message);
  return refusalOf(decided);
}

function readAction(evaluation: Evaluation, isAgent: boolean): Action | CallError {
  try {
    return actionOfEvaluation(evaluation, { isAgent });
  } catch (error) {
    if (error instanceof CallError) return error;
    throw error;
  }
}

/** Each evaluation under way listens for the end of the connection. */
const mostTogether = 8;

/** Evaluates a batch (section 7), in order. A failed evaluation is a denial of its own (section 7.2.1). */
export async function evaluateBatch(
  c: Context,
  gateway: Gateway,
  { items, semantic }: Batch,
): Promise<Decision[]> {
  const each = (item: unknown) => evaluateItem(c, gateway, item);
  const decisions: Decision[] = [];
  if (semantic === "execute_all") {
    for (const some of chunksOf(items, mostTogether)) decisions.push(...(await Promise.all(some.map(each))));
    return decisions;
  }
  const last = semantic === "permit_on_first_permit";
  for (const item of items) {
    const decision = await each(item);
    decisions.push(decision);
    if (decision.decision === last) break;
  }
  return decisions;
}

async function evaluateItem(c: Context, gateway: Gateway, item: unknown): Promise<Decision> {
  const evaluation = evaluationSchema.safeParse(item, plainWords);
  if (!evaluation.success) {
    const [fault] = faultsOf(evaluation.error);
    return failure(400, `${fault?.path} ${fault?.message}`);
  }
  try {
    return await evaluate(c, gateway, evaluation.data);
  } catch (error) {
    return failure(500, error instanceof CountersignError ? error.userMessage : "Unexpected error.");
  }
}

/** An Access Evaluation response (Authorization API 1.0, section 6.2). */
interface Decision {
  decision: boolean;
  context?: Record<string, unknown>;
}

/** How long a gateway should wait before it evaluates a pending action again, in seconds. */
const pollSeconds = 5;

/** A denial with its reason (section 5.5.1). `id` tells programs what happened. */
function denial(id: string, message: string, more: Record<string, unknown> = {}): Decision {
  return { decision: false, context: { id, reason_user: { en: message }, ...more } };
}

/** An evaluation of a batch that failed (section 7.2.1). */
function failure(status: number, message: string): Decision {
  return { decision: false, context: { id: "error", error: { status, message } } };
}

/**
 * The denial of a call that must not run. For a pending request with an obligation of the Obligations
 * Profile (draft 1, 2026-07-03). It is of the type `custom` (section 5.4): the draft's `step-up`
 * (section 5.1) tells the gateway to authenticate the subject again, but here another person decides.
 */
function refusalOf({ why, message, request }: Refused): Decision {
  const code = request?.denial?.reason_code;
  if (why !== "pending" || !request)
    return denial(why, message, request && { request: request.id, ...(code && { reason_code: code }) });
  const obligation = {
    ...{ type: "custom", id: "obl-1", vendor: "countersign", action: "approval" },
    ...{ request: request.id, approval_url: request.approval_url, expires_at: request.expires_at },
    poll_after: pollSeconds,
  };
  return denial(why, message, { request: request.id, obligations: [obligation] });
}
