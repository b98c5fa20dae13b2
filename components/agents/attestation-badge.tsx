import { Badge, type BadgeVariant } from "#components/ui/badge";

const looks: Record<"confirmed" | "due" | "lapsed", { variant: BadgeVariant; word: string }> = {
  confirmed: { variant: "success", word: "Up to date" },
  due: { variant: "warning", word: "Review due" },
  lapsed: { variant: "danger", word: "Review overdue" },
};

/** Whether the agent's owner has confirmed ownership recently. */
export function AttestationBadge({ state }: { state: keyof typeof looks }) {
  return <Badge variant={looks[state].variant}>{looks[state].word}</Badge>;
}
