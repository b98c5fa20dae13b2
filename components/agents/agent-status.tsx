import { Badge, type BadgeVariant } from "#components/ui/badge";

type Status = "active" | "quarantined" | "revoked";

const looks: Record<Status, { variant: BadgeVariant; word: string }> = {
  active: { variant: "success", word: "Active" },
  quarantined: { variant: "warning", word: "Quarantined" },
  revoked: { variant: "default", word: "Revoked" },
};

export function AgentStatus({ status }: { status: Status }) {
  return <Badge variant={looks[status].variant}>{looks[status].word}</Badge>;
}
