import { actionDigest, type CheckedAction, checkAction } from "../action.ts";
import { verifyGrant } from "../grant/verify-grant.ts";
import type { Issuer } from "../issuer.ts";
import { applyPatch, type Replacement } from "../json/patch.ts";
import type { Untyped } from "../json/untyped.ts";
import type { SigningKey } from "../keys.ts";
import { Refusal } from "../refusal.ts";

/** The asking agent, and the issuer. */
export interface Asker {
  issuer: Issuer;
  agent: string;
  key: SigningKey;
}

/**
 * The ask. `acceptEdits`: whether an approver may grant a changed action. `redeem`: redeem the grant in
 * the ask if policy auto-approves, and announce a report.
 */
export interface Question {
  action: CheckedAction;
  acceptEdits?: boolean;
  redeem?: { reportWithinSeconds?: number };
}

/** The server's answer to an ask, to a wait and to a cancellation (docs/agents.md). */
export interface RequestAnswer {
  request: {
    id: string;
    state: string;
    action_digest: string;
    expires_at: string;
    approval_url?: string;
    approvals?: { required: number; given: number };
    close_reason?: string;
    number_to_match?: string;
    denial?: { by: string; reason_code?: string; reason: string; suggested_edit?: Replacement[] };
    edit?: { asked_digest: string; patch: Replacement[] };
  };
  wait?: { url: string; token: string; expires_at?: string };
  /** A verified JWT, while redeemable. */
  grant?: string;
  grant_state?: string;
  grant_redeemed_at?: string;
  /** The grant was redeemed for this answer: the action may run, once. */
  redemption?: { webhook_id: string; grant: { id: string; redeemed_at: string } };
}

/** A checked answer, with its action: as asked, or as edited by an approver. */
export type Answered = RequestAnswer & { action: CheckedAction };

const states = new Set(["allowed", "pending", "blocked", "approved", "denied", "expired", "cancelled"]);

/**
 * Checks that the server understood exactly this action, that the grant is verified and for it, and
 * that the wait token goes to this server only.
 * @param options `earlier`: the answer that a wait began with; an answer to a wait has no wait token.
 * `webhookId`: of an ask with `redeem`; a redemption is believed in the answer to this ask alone.
 * `signal`: stops waiting for the server's public keys
 * @throws {Refusal} `invalid_answer`, `issuer_unavailable`
 */
export async function checkAnswer(
  asker: Asker,
  { action, acceptEdits = false }: Question,
  body: Untyped,
  { earlier, webhookId, signal }: { earlier?: Answered; webhookId?: string; signal?: AbortSignal } = {},
): Promise<Answered> {
  const { issuer, agent } = asker;
  const { request, wait: given, grant, redemption, ...rest } = Object(body);
  if (typeof request?.id !== "string" || !states.has(request.state)) throw invalid("contains no request");
  if (earlier && request.id !== earlier.request.id) throw invalid("is about another request");
  const { edit } = request;
  if (edit !== undefined && !acceptEdits) throw invalid("contains an edit that the ask doesn't accept");
  const granted = edit === undefined ? action : await editedAction(agent, action, edit);
  const digest = await actionDigest(agent, granted);
  if (request.action_digest !== digest)
    throw invalid(`is about another action (${String(request.action_digest)} instead of ${digest})`);
  const wait = request.state === "pending" ? requireOwnWait(issuer, given ?? earlier?.wait) : undefined;
  if (grant !== undefined) await requireGrant(asker, granted, { request, grant, signal });
  const answer = {
    ...rest,
    request,
    ...(wait && { wait }),
    ...(grant !== undefined && { grant }),
    action: granted,
  };
  if (redemption === undefined) return answer;
  if (webhookId === undefined) throw invalid("contains a redemption that the ask didn't want");
  requireRedemption(redemption, { request, webhookId, audience: action.audience ?? issuer.issuer });
  return { ...answer, redemption };
}

/** The redemption of this request's grant, in this ask, and no other. */
function requireRedemption(
  redemption: Untyped,
  { request, webhookId, audience }: { request: Untyped; webhookId: string; audience: string },
) {
  const { webhook_id, grant, request: redeemed, basis, approvals } = Object(redemption);
  const isOfRequest = request.state === "allowed" && redeemed?.id === request.id && basis === "policy";
  const isWhole =
    grant?.state === "redeemed" &&
    typeof grant.id === "string" &&
    grant.audience === audience &&
    !Number.isNaN(Date.parse(grant.redeemed_at)) &&
    Array.isArray(approvals);
  if (!isOfRequest || !isWhole || webhook_id !== webhookId)
    throw invalid("contains a redemption of another request, grant or ask");
}

/** The requested action with the approver's patch. Members outside the patch stay as requested. */
async function editedAction(agent: string, action: CheckedAction, edit: Untyped) {
  if (edit?.asked_digest !== (await actionDigest(agent, action)))
    throw invalid("edits another action than the requested one");
  try {
    return checkAction(applyPatch(action as Untyped, edit.patch) as Untyped);
  } catch (cause) {
    throw invalid("contains an edit that can't be applied to the action", cause);
  }
}

async function requireGrant(
  { issuer, agent }: Asker,
  action: CheckedAction,
  { request, grant, signal }: { request: Untyped; grant: Untyped; signal?: AbortSignal },
) {
  const audience = action.audience ?? issuer.issuer;
  const verifying = verifyGrant(issuer, grant, action, audience, { signal });
  const { agentId, requestId } = await verifying.catch((cause) => {
    if (cause instanceof Refusal && cause.status === 401)
      throw invalid(`contains a grant that can't be used: ${cause.message.replace(/\.$/, "")}`, cause);
    throw cause;
  });
  if (agentId !== agent) throw invalid("contains another agent's grant");
  if (requestId !== request.id) throw invalid("contains another request's grant");
}

/** A request's wait token is a credential. */
function requireOwnWait({ issuer }: Issuer, wait: Untyped): Untyped {
  if (typeof wait?.token !== "string" || !URL.canParse(wait.url)) throw invalid("contains no wait token");
  const { origin } = new URL(wait.url);
  if (origin !== issuer) throw invalid(`sends the wait token to another server (${origin}, not ${issuer})`);
  return wait;
}

function invalid(why: string, cause?: unknown) {
  return new Refusal("invalid_answer", `Countersign's answer ${why}.`, { cause });
}
