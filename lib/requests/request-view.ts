import type { AgentStatus } from "#db/schema/agents";
import type { CloseReason, RequestState } from "#db/schema/requests";
import type { EditView } from "#lib/approvals/edits/find-edit";
import type { Decidable } from "#lib/approvals/find-decidable";
import type { RequirementView } from "#lib/approvals/list-deciders";
import type { DecisionView } from "#lib/approvals/list-decisions";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { GrantView } from "#lib/grants/find-view";
import type { ErrorCode } from "#lib/kernel/errors";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { Action } from "#lib/policy/language/action";
import type { Safeguards } from "#lib/policy/language/safeguards";
import type { TierPlace } from "#lib/policy/thresholds/threshold-of-rules";
import type { RequestSource } from "./request-source.ts";

/** What each view of a request has. */
export interface RequestBasics {
  id: string;
  /** As of now: a pending request whose time has passed is expired. */
  state: RequestState;
  closeReason: CloseReason | null;
  actionDigest: string;
  approvals: { required: number; given: number };
  /** Whether one person approved in an emergency, in place of the required approvals. */
  isBreakGlass: boolean;
  createdAt: Date;
  expiresAt: Date;
  closedAt: Date | null;
}

/** The approval screen. `action`, `reason` and `context` are the agent's: untrusted. */
export interface RequestView extends RequestBasics {
  action: Action;
  /** The action type's entry in the deciding version: the live one while pending. */
  entry: Pick<ActionType, "title" | "risk" | "amountParam" | "currencyParam" | "denyReasons"> | null;
  /** How the action is shown, by the same version; undefined for a raw one. */
  descriptor: Descriptor | undefined;
  reason: string | null;
  /** JSON text. */
  context: string | null;
  /** `isTest`: without a grant. `mayOpen`: whether the viewer has a page. */
  agent: { id: string; name: string; status: AgentStatus; isTest: boolean; mayOpen: boolean };
  source: RequestSource;
  /** The agent's owner at the time of the ask. */
  owner: { id: string; name: string };
  policy: PolicyBasis;
  safeguards: Safeguards;
  /** While the request is pending: why given approvals do not count together, in sentences. */
  countedAsOne: string[];
  decisions: DecisionView[];
  requirements: RequirementView[];
  /** Whether too few deciders are left for the missing approvals. */
  isQuorumImpossible: boolean;
  grant: GrantView | null;
  /** How an approver edited the action. */
  edit: EditView | null;
  viewerRole: ViewerRole;
}

/** Rules by title, with a threshold's tier; none when the default outcome decided. */
export interface PolicyBasis {
  version: number;
  rules: { id: string; title: string; tier: TierPlace | undefined }[];
}

/** Whether the viewer may decide now; if not, the code and the sentence of the refusal. */
export type ViewerRole =
  | { mayDecide: true; decidable: Decidable }
  | { mayDecide: false; isYours: boolean; code: ErrorCode; message: string };
