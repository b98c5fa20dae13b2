import type { AgentStatus } from "#db/schema/agents";
import type { PersonStatus, Role } from "#db/schema/directory";
import type { ChannelId, DeliveryState } from "#db/schema/notifications";
import type { Risk } from "#db/schema/policy";
import type { RequestState } from "#db/schema/requests";

// The labels of the API's values, as docs/glossary.md lists them: each is written here only.
// components/ui/looks.ts has the color and the icon of each.

type Outcome = "allow" | "step_up" | "block";

/** Outcomes in badges and lists. */
export const outcomeLabels: Record<Outcome, string> = {
  allow: "Auto-approved",
  step_up: "Needs approval",
  block: "Blocked",
};

/** Outcomes in a rule. */
export const ruleOutcomeLabels: Record<Outcome, string> = {
  allow: "Auto-approve",
  step_up: "Require approval",
  block: "Block",
};

/** An outcome in a badge, with the number of approvals from two on: "Needs 2 approvals". */
export function outcomeLabel(outcome: Outcome, approvals: number): string {
  return outcome === "step_up" && approvals > 1 ? `Needs ${approvals} approvals` : outcomeLabels[outcome];
}

/** The same in a rule: "Require 2 approvals". */
export function ruleOutcomeLabel(outcome: Outcome, approvals: number): string {
  return outcome === "step_up" && approvals > 1
    ? `Require ${approvals} approvals`
    : ruleOutcomeLabels[outcome];
}

export const stateLabels: Record<RequestState, string> = {
  allowed: "Auto-approved",
  approved: "Approved",
  pending: "Pending",
  denied: "Denied",
  blocked: "Blocked",
  expired: "Expired",
  cancelled: "Cancelled",
};

/** `unknown`: the action type isn't in the catalog. */
export const riskLabels: Record<Risk | "unknown", string> = {
  read: "Read-only",
  write: "Write",
  spend: "Financial",
  production: "Production",
  destructive: "Destructive",
  unknown: "Unclassified",
};

export const agentStatusLabels: Record<AgentStatus, string> = {
  active: "Active",
  quarantined: "Quarantined",
  revoked: "Revoked",
};

/** An agent for which the server asks. */
export const testAgentLabel = "Test agent";

export const personStatusLabels: Record<PersonStatus, string> = {
  active: "Active",
  invited: "Invited",
  suspended: "Suspended",
  left: "Deactivated",
};

export const roleLabels: Record<Role, string> = { approver: "Approver", admin: "Admin", auditor: "Auditor" };

/** A label inside a sentence: "needs 2 approvals", "require 2 approvals", "auto-approved". */
export function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** The values and labels of a filter, in the order of the record. */
export function labelOptions<Value extends string>(labels: Record<Value, string>) {
  return (Object.entries(labels) as [Value, string][]).map(([value, word]) => ({ value, word }));
}

export const channelLabels: Record<ChannelId, string> = {
  web_push: "Push",
  mail: "Email",
  slack: "Slack",
  slack_webhook: "Slack channel",
  teams: "Teams",
  webhook: "Webhook",
};

/** `withdrawn`: no longer true or useful when its turn came. */
export const deliveryStateLabels: Record<DeliveryState, string> = {
  queued: "Queued",
  delivered: "Delivered",
  failed: "Failed",
  withdrawn: "Withdrawn",
};
