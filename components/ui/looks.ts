import type { Outcome } from "#lib/policy/language/rule";
import type { agentStatusLabels, personStatusLabels, riskLabels, stateLabels } from "#lib/text/labels";
import type { BadgeVariant } from "./badge.tsx";
import type { IconName } from "./icon.tsx";

// The colors and icons of the API's values, by docs/glossary.md. The labels are in lib/text/labels.ts.

export interface Look {
  icon: IconName;
  variant: BadgeVariant;
}

export const outcomeLooks: Record<Outcome, Look> = {
  allow: { icon: "circle-check", variant: "success-outline" },
  step_up: { icon: "user-check", variant: "info" },
  block: { icon: "ban", variant: "danger" },
};

export const stateLooks: Record<keyof typeof stateLabels, Look> = {
  pending: { icon: "clock", variant: "info" },
  approved: { icon: "check", variant: "success" },
  denied: { icon: "x", variant: "danger" },
  expired: { icon: "timer-off", variant: "default" },
  cancelled: { icon: "slash", variant: "default" },
  allowed: { icon: "circle-check", variant: "default" },
  blocked: { icon: "ban", variant: "danger-outline" },
};

export const riskLooks: Record<keyof typeof riskLabels, Look> = {
  read: { icon: "eye", variant: "default" },
  write: { icon: "pencil", variant: "default" },
  spend: { icon: "banknote", variant: "warning" },
  production: { icon: "server", variant: "warning" },
  destructive: { icon: "trash", variant: "danger" },
  unknown: { icon: "circle-help", variant: "warning-outline" },
};

export const agentStatusVariants: Record<keyof typeof agentStatusLabels, BadgeVariant> = {
  active: "success",
  quarantined: "warning",
  revoked: "default",
};

export const personStatusVariants: Record<keyof typeof personStatusLabels, BadgeVariant> = {
  invited: "default",
  active: "success",
  suspended: "warning",
  left: "default",
};
