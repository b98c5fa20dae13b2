import { Badge, type BadgeVariant } from "#components/ui/badge";

type Status = "invited" | "active" | "suspended" | "left";

const looks: Record<Status, { variant: BadgeVariant; word: string }> = {
  active: { variant: "success", word: "Active" },
  invited: { variant: "info", word: "Invited" },
  suspended: { variant: "warning", word: "Suspended" },
  left: { variant: "default", word: "Deactivated" },
};

export function PersonStatus({ status }: { status: Status }) {
  return <Badge variant={looks[status].variant}>{looks[status].word}</Badge>;
}
