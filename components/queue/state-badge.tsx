import { Ban, CircleCheck, CircleSlash, CircleX, Hourglass, type LucideIcon, TimerOff } from "lucide-react";
import { Badge, type BadgeVariant } from "#components/ui/badge";

export type StateWord = "allowed" | "blocked" | "pending" | "approved" | "denied" | "expired" | "cancelled";

const looks: Record<StateWord, { icon: LucideIcon; word: string; variant: BadgeVariant }> = {
  pending: { icon: Hourglass, word: "Pending", variant: "primary" },
  approved: { icon: CircleCheck, word: "Approved", variant: "success" },
  denied: { icon: CircleX, word: "Denied", variant: "danger" },
  expired: { icon: TimerOff, word: "Expired", variant: "default" },
  cancelled: { icon: CircleSlash, word: "Cancelled", variant: "default" },
  allowed: { icon: CircleCheck, word: "Auto-approved", variant: "default" },
  blocked: { icon: Ban, word: "Blocked", variant: "danger" },
};

/** The state of a request. */
export function StateBadge({ state }: { state: StateWord }) {
  const { icon: Icon, word, variant } = looks[state];
  return (
    <Badge variant={variant}>
      <Icon aria-hidden />
      {word}
    </Badge>
  );
}
