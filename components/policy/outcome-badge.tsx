import { Ban, CircleCheck, type LucideIcon, UserRoundCheck } from "lucide-react";
import { Badge, type BadgeVariant } from "#components/ui/badge";
import type { Outcome } from "#lib/policy/language/rule";

const looks: Record<Outcome, { icon: LucideIcon; variant: BadgeVariant }> = {
  allow: { icon: CircleCheck, variant: "success" },
  step_up: { icon: UserRoundCheck, variant: "info" },
  block: { icon: Ban, variant: "danger" },
};

/** What a rule does: icon and words, never colour alone. */
export function OutcomeBadge({ outcome, words }: { outcome: Outcome; words: string }) {
  const { icon: Icon, variant } = looks[outcome];
  return (
    <Badge variant={variant}>
      <Icon aria-hidden />
      {words}
    </Badge>
  );
}
