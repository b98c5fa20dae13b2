import type { CheckedAction } from "../action.ts";
import { actionDigest, checkAction } from "../action.ts";
import { verifyGrant } from "../grant/verify-grant.ts";
import type { Issuer } from "../issuer/issuer.ts";
import { applyPatch, type Replacement } from "../json/patch.ts";
import type { Untyped } from "../json/untyped.ts";
import type { SigningKey } from "../keys.ts";
import { Refusal } from "../refusal.ts";

/** Who asks, and whom. */
export interface Asker {
  issuer: Issuer;
  agent: string;
  key: SigningKey;
}

/** What was asked. `acceptEdits`: whether an approver may grant a changed action. */
export interface Question {
  action: CheckedAction;
  acceptEdits?: boolean;
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
  /** A JWT, as long as it can be redeemed. Verified. */
  grant?: string;
  grant_state?: string;
}

/** A checked answer, with the action that it is about: as asked, or as an approver edited it. */
export type Answered = RequestAnswer & { action: CheckedAction };

const states = new Set(["allowed", "pending", "blocked", "approved", "denied", "expired", "cancelled"]);

/**
 * Checks that the server understood exactly this action, that the grant is verified and for it, and
 * that the wait token goes to this server only.
 * @param earlier the answer that a wait began with; an answer to a wait has no wait token
 * @throws {Refusal} `invalid_answer`, `issuer_unavailable`
 */
export async function checkAnswer(
  asker: Asker,
  { action, acceptEdits = false }: Question,
  body: Untyped,
  earlier?: Answered,
): Promise<Answered> {
  const { issuer, agent } = asker;
  const { request, wait = earlier?.wait, grant } = Object(body);
  if (typeof request?.id !== "string" || !states.has(request.state))
    throw invalid("contains no request", body);
  if (earlier && request.id !== earlier.request.id) throw invalid("is about another request", body);
  const { edit } = request;
  const granted = edit && acceptEdits ? await editedAction(agent, action, edit, body) : action;
  if (request.action_digest !== (await actionDigest(agent, granted)))
    throw invalid("is about another action", body);
  if (wait !== undefined && !isAt(issuer.issuer, wait))
    throw invalid("sends the wait token to another server", body);
  if (grant !== undefined) await requireGrant(asker, granted, body);
  return { ...body, ...(wait && { wait }), action: granted };
}

/**
 * The requested action with the approver's changes. Computed from the patch, so that nothing
 * changes that the patch doesn't name.
 */
async function editedAction(agent: string, action: CheckedAction, edit: Untyped, body: Untyped) {
  if (edit.asked_digest !== (await actionDigest(agent, action)))
    throw invalid("edits another action than the requested one", body);
  try {
    return checkAction(applyPatch(action as Untyped, edit.patch) as Untyped);
  } catch (cause) {
    throw invalid("contains an edit that can't be applied to the action", body, cause);
  }
}

async function requireGrant({ issuer, agent }: Asker, action: CheckedAction, body: Untyped) {
  const { request, grant } = body;
  const audience = action.audience ?? issuer.issuer;
  const { agentId, requestId } = await verifyGrant(issuer, grant, action, audience).catch((cause) => {
    if (cause instanceof Refusal && cause.status === 401)
      throw invalid("contains a grant that can't be used", body, cause);
    throw cause;
  });
  if (agentId !== agent) throw invalid("contains another agent's grant", body);
  if (requestId !== request.id) throw invalid("contains another request's grant", body);
}

function isAt(issuer: string, wait: Untyped) {
  return typeof wait?.token === "string" && URL.canParse(wait.url) && new URL(wait.url).origin === issuer;
}

function invalid(why: string, body: Untyped, cause?: unknown) {
  return new Refusal("invalid_answer", `Countersign's answer ${why}.`, { body, cause });
}
