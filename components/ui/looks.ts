import {
  Ban,
  Banknote,
  Check,
  CircleCheck,
  CircleHelp,
  Clock,
  Eye,
  type LucideIcon,
  Pencil,
  Server,
  Slash,
  TimerOff,
  Trash,
  UserCheck,
  X,
} from "lucide-react";
import type { Outcome } from "#lib/policy/language/rule";
import type { agentStatusLabels, personStatusLabels, riskLabels, stateLabels } from "#lib/text/labels";
import type { BadgeVariant } from "./badge.tsx";

// The color and the icon of each of the API's values, as docs/glossary.md lists them. The labels
// are in lib/text/labels.ts.

export interface Look {
  icon: LucideIcon;
  variant: BadgeVariant;
}

export const outcomeLooks: Record<Outcome, Look> = {
  allow: { icon: CircleCheck, variant: "success-outline" },
  step_up: { icon: UserCheck, variant: "info" },
  block: { icon: Ban, variant: "danger" },
};

export const stateLooks: Record<keyof typeof stateLabels, Look> = {
  pending: { icon: Clock, variant: "info" },
  approved: { icon: Check, variant: "success" },
  denied: { icon: X, variant: "danger" },
  expired: { icon: TimerOff, variant: "default" },
  cancelled: { icon: Slash, variant: "default" },
  allowed: { icon: CircleCheck, variant: "default" },
  blocked: { icon: Ban, variant: "danger-outline" },
};

export const riskLooks: Record<keyof typeof riskLabels, Look> = {
  read: { icon: Eye, variant: "default" },
  write: { icon: Pencil, variant: "default" },
  spend: { icon: Banknote, variant: "warning" },
  production: { icon: Server, variant: "warning" },
  destructive: { icon: Trash, variant: "danger" },
  unknown: { icon: CircleHelp, variant: "warning-outline" },
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
