import type { RequestState } from "#db/schema/requests";
import type { WebhookEventType } from "#db/schema/webhooks";
import type { EventFacts, RequestFacts } from "#lib/notifications/channels/channel";

/** Every type for endpoints, with words for people. */
export const webhookEventTypes: Record<WebhookEventType, string> = {
  "request.pending": "A request needs approval",
  "request.approved": "A request was approved",
  "request.denied": "A request was denied",
  "request.expired": "A request expired",
  "request.cancelled": "A request was cancelled",
  "request.allowed": "An action was auto-approved",
  "request.blocked": "An action was blocked",
  "agent.flooding": "An agent makes many requests",
};

/** In the order of the table above. */
export const webhookEventTypeList = Object.keys(webhookEventTypes) as [
  WebhookEventType,
  ...WebhookEventType[],
];

/** A callback's events: the ends of its agent's requests. */
export const callbackEventTypes: WebhookEventType[] = [
  "request.approved",
  "request.denied",
  "request.expired",
  "request.cancelled",
];

/** A message's type: `test` goes to one tested endpoint. */
export type MessageType = WebhookEventType | "test";

export const messageTypes: [MessageType, ...MessageType[]] = [...webhookEventTypeList, "test"];

const closings: Partial<Record<RequestState, WebhookEventType>> = {
  approved: "request.approved",
  denied: "request.denied",
  expired: "request.expired",
  cancelled: "request.cancelled",
};

/** An event's type; undefined for events for people alone, such as a reminder. */
export function messageTypeOf({ kind, request }: EventFacts): MessageType | undefined {
  switch (kind) {
    case "request_pending":
      return "request.pending";
    case "request_allowed":
      return "request.allowed";
    case "request_blocked":
      return "request.blocked";
    case "request_closed":
      return request && closings[request.state];
    case "agent_flooding":
      return "agent.flooding";
    case "test":
      return "test";
    default:
      return undefined;
  }
}

/** A message's body, as in `docs/agents.md` and the OpenAPI document. */
export interface WebhookEvent {
  type: MessageType;
  /** When the event happened; RFC 3339, UTC. */
  timestamp: string;
  data: {
    /** Where an admin named the workspace's environment. */
    environment?: string;
    request?: ReturnType<typeof requestOf>;
    agent?: { id: string };
    owner?: { id: string };
  };
}

/** The event for a program, which may be a third party: IDs and states, no parameters, words or names. */
export function webhookEvent(
  type: MessageType,
  { at, agent, request }: EventFacts,
  environment?: string,
): WebhookEvent {
  const data = {
    ...(environment !== undefined && { environment }),
    ...(request && { request: requestOf(request) }),
    ...(agent && { agent: { id: agent.id } }),
    ...(request && { owner: { id: request.ownerId } }),
  };
  return { type, timestamp: at.toISOString(), data };
}

function requestOf(request: RequestFacts) {
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
