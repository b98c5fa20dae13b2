import type { CheckedAction } from "../action.ts";
import { actionDigest } from "../action.ts";
import { refusalOf } from "../grant/redeem-grant.ts";
import { verifyGrant } from "../grant/verify-grant.ts";
import type { Issuer } from "../issuer/issuer.ts";
import type { Untyped } from "../json/untyped.ts";
import type { SigningKey } from "../keys.ts";
import { signedHeaders } from "../keys.ts";
import { pause } from "../pause.ts";
import { Refusal } from "../refusal.ts";
import { randomId } from "../text.ts";

interface Replacement {
  op: "replace";
  path: string;
  value: unknown;
}

interface Asker {
  issuer: Issuer;
  agent: string;
  key: SigningKey;
}

export interface AskOptions {
  /** Shown to approvers as unverified. */
  reason?: string;
  /** Shown to approvers as unverified. */
  context?: { [name: string]: unknown };
  expiresInSeconds?: number;
  /** Take up the open request for the same action, if there is one, for example after a restart. */
  pickUp?: boolean;
  /** The `webhook-id`: the same ID is always the same request. */
  id?: string;
}

/** The state of a request. */
export interface Asked {
  requestId: string;
  state: "allowed" | "pending" | "approved" | "denied" | "expired" | "cancelled";
  approvalUrl: string | undefined;
  /** What the approver has to type: show it to the person at the agent. */
  numberToMatch: string | undefined;
  /** Verified, and for exactly this action. */
  grant: string | undefined;
  /** The approver's reason. */
  denial: string | undefined;
  /** The reason for programs, such as `wrong_amount`. */
  denialCode: string | undefined;
  /**
   * With a denial: the changes with which the approver would approve, a JSON Patch (RFC 6902).
   * Apply them and ask for the changed action.
   */
  suggestedEdit: Replacement[] | undefined;
  closeReason: string | undefined;
  wait: { url: string; token: string } | undefined;
}

const states = new Set(["allowed", "pending", "approved", "denied", "expired", "cancelled"]);

/**
 * Asks for an action, and for exactly this one: it doesn't send `accept_edits`, so an approver can
 * suggest an edit and not grant it.
 * @throws {Refusal} `blocked_by_policy`, `invalid_action`, `invalid_answer`, ...
 */
export async function ask(asker: Asker, action: CheckedAction, options: AskOptions): Promise<Asked> {
  const { issuer, agent, key } = asker;
  const { reason, context, expiresInSeconds, pickUp, id = randomId("msg") } = options;
  const body = JSON.stringify({ action, reason, context, expires_in: expiresInSeconds, pick_up: pickUp });
  const answer = await issuer.call(`/api/v1/agents/${encodeURIComponent(agent)}/requests`, {
    method: "POST",
    body,
    headers: () => signedHeaders(key, { id, body }),
  });
  if (answer.status !== 200 && answer.status !== 202) throw refusalOf(answer);
  return readAnswer(asker, action, answer.body);
}

/**
 * Waits until a request is decided, by long polling. A version of the policy that is published
 * during the wait can turn on number matching, so the number can come with a later answer. The wait
 * outlasts a restart of the server.
 * @returns still `pending` when the time is over
 */
export async function waitForDecision(
  asker: Asker,
  action: CheckedAction,
  asked: Asked,
  {
    seconds,
    signal,
    onPending,
  }: { seconds: number; signal?: AbortSignal; onPending?: (asked: Asked) => void },
): Promise<Asked> {
  if (!(seconds >= 0)) throw new Refusal("not_set_up", "waitSeconds is a number of seconds.");
  const giveUpAt = Date.now() + seconds * 1000;
  let current = asked;
  if (current.state === "pending") onPending?.(current);
  while (current.state === "pending" && current.wait) {
    const left = Math.ceil((giveUpAt - Date.now()) / 1000);
    if (left <= 0) return current;
    const { url, token } = current.wait;
    const answer = await poll(asker, { url, token, seconds: Math.min(left, 30), signal });
    const hadNumber = current.numberToMatch !== undefined;
    if (answer.body) current = await readAnswer(asker, action, { wait: current.wait, ...answer.body });
    if (current.state === "pending" && !hadNumber && current.numberToMatch !== undefined)
      onPending?.(current);
    // A stopping server answers early and says when to call again.
    const pauseSeconds = Math.min(answer.retryAfterSeconds ?? 0, left);
    if (current.state === "pending" && pauseSeconds > 0) await pause(pauseSeconds * 1000, signal);
    signal?.throwIfAborted();
  }
  return current;
}

/** One long poll. No body: the server can't be reached at the moment. */
async function poll(
  { issuer }: Asker,
  { url, token, seconds, signal }: { url: string; token: string; seconds: number; signal?: AbortSignal },
): Promise<{ body?: Untyped; retryAfterSeconds?: number }> {
  try {
    const answer = await issuer.call(`${new URL(url).pathname}?wait=${seconds}`, {
      headers: async () => ({ authorization: `Bearer ${token}` }),
      timeoutSeconds: seconds + 15,
      signal,
    });
    if (answer.status !== 200) throw refusalOf(answer);
    return answer;
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.status === 503) return { retryAfterSeconds: 5 };
    throw thrown;
  }
}

/**
 * Checks that the server understood exactly this action, that the grant is for it, and that the
 * wait token goes to this server only.
 */
async function readAnswer({ issuer, agent }: Asker, action: CheckedAction, body: Untyped): Promise<Asked> {
  const { request, grant, wait } = body ?? {};
  const isForAction =
    typeof request?.id === "string" &&
    states.has(request.state) &&
    request.action_digest === (await actionDigest(agent, action)) &&
    (wait === undefined || isAt(issuer.issuer, wait));
  if (!isForAction) throw new Refusal("invalid_answer", "Countersign's answer isn't about this action.");
  if (grant !== undefined) {
    const { agentId, requestId } = await verifyGrant(issuer, grant, action, action.audience ?? issuer.issuer);
    if (agentId !== agent || requestId !== request.id)
      throw new Refusal("invalid_answer", "Countersign's answer contains another request's grant.");
  }
  return {
    requestId: request.id,
    state: request.state,
    approvalUrl: request.approval_url,
    numberToMatch: /^\d{2}$/.test(request.number_to_match) ? request.number_to_match : undefined,
    grant,
    denial: typeof request.denial?.reason === "string" ? request.denial.reason : undefined,
    denialCode: typeof request.denial?.reason_code === "string" ? request.denial.reason_code : undefined,
    suggestedEdit: request.denial?.suggested_edit,
    closeReason: request.close_reason,
    wait,
  };
}

function isAt(issuer: string, wait: Untyped) {
  return typeof wait?.token === "string" && URL.canParse(wait.url) && new URL(wait.url).origin === issuer;
}
