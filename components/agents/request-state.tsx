import { Badge, type BadgeVariant } from "../ui/badge.tsx";

type State = "allowed" | "blocked" | "pending" | "approved" | "denied" | "expired" | "cancelled";

const looks: Record<State, { variant: BadgeVariant; word: string }> = {
  pending: { variant: "primary", word: "Waiting" },
  allowed: { variant: "success", word: "Allowed by policy" },
  approved: { variant: "success", word: "Approved" },
  denied: { variant: "danger", word: "Denied" },
  blocked: { variant: "danger", word: "Blocked by policy" },
  expired: { variant: "warning", word: "Expired" },
  cancelled: { variant: "default", word: "Cancelled" },
};

export function RequestState({ state }: { state: State }) {
  return <Badge variant={looks[state].variant}>{looks[state].word}</Badge>;
}
