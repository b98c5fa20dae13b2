import type { EventFacts, RequestFacts } from "#lib/notifications/channels/event-facts";
import type { MessageType } from "./event-types.ts";

/** A message's body, as in `docs/agents.md` and the OpenAPI document. */
export interface WebhookEvent {
  type: MessageType;
  /** When the event happened; RFC 3339, UTC. */
  timestamp: string;
  data: { request?: WebhookRequest; agent?: { id: string }; owner?: { id: string } };
}

export interface WebhookRequest {
  id: string;
  state: RequestFacts["state"];
  close_reason?: NonNullable<RequestFacts["closeReason"]>;
  denial?: { reason_code: string };
  action_type: string;
  risk: RequestFacts["risk"];
  action_digest: string;
  webhook_id: string;
  policy_version: number;
  approvals: { required: number; given: number };
  break_glass: boolean;
  created_at: string;
  expires_at: string;
  closed_at: string | null;
}

/** The event for a program, which may be a third party: IDs and states, no parameters, words or names. */
export function webhookEvent(type: MessageType, { at, agent, request }: EventFacts): WebhookEvent {
  const data = {
    ...(request && { request: requestOf(request) }),
    ...(agent && { agent: { id: agent.id } }),
    ...(request && { owner: { id: request.ownerId } }),
  };
  return { type, timestamp: at.toISOString(), data };
}

function requestOf(request: RequestFacts): WebhookRequest {
  const { approvals } = request;
  return {
    id: request.id,
    state: request.state,
    ...(request.closeReason && { close_reason: request.closeReason }),
    ...(request.denialCode && { denial: { reason_code: request.denialCode } }),
    action_type: request.actionType,
    risk: request.risk,
    action_digest: request.actionDigest,
    webhook_id: request.webhookId,
    policy_version: request.policyVersion,
    approvals: { required: approvals.required, given: approvals.given },
    break_glass: request.isBreakGlass,
    created_at: request.createdAt.toISOString(),
    expires_at: request.expiresAt.toISOString(),
    closed_at: request.closedAt?.toISOString() ?? null,
  };
}
