import type { NotificationKind } from "#db/schema/notifications";
import type { Risk } from "#db/schema/policy";
import type { CloseReason, RequestState } from "#db/schema/requests";

/** An event's request, without the agent's text: no parameters, reason or context. */
export interface RequestFacts {
  id: string;
  state: RequestState;
  closeReason: CloseReason | null;
  /** The code of the denial's reason, without the approver's words. */
  denialCode: string | null;
  actionType: string;
  /** null for an unclassified action. */
  risk: Risk | null;
  actionDigest: string;
  webhookId: string;
  ownerId: string;
  policyVersion: number;
  approvals: { required: number; given: number };
  isBreakGlass: boolean;
  createdAt: Date;
  expiresAt: Date;
  closedAt: Date | null;
}

/** An event for programs. */
export interface EventFacts {
  id: string;
  kind: NotificationKind;
  at: Date;
  agent: { id: string; name: string } | undefined;
  request: RequestFacts | undefined;
  /** Whether people aren't notified: a repetition, or a flood. Programs get every event. */
  isQuiet?: boolean;
}
