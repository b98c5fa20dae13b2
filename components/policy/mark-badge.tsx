import { Badge } from "#components/ui/badge";

const words: Record<Mark, string> = { edited: "Edited", new: "New", removed: "Removed" };

/** Says next to an item of the draft's list how it differs from the live version. */
export function MarkBadge({ mark }: { mark: Mark | undefined }) {
  if (!mark) return null;
  return <Badge variant={mark === "removed" ? "danger-outline" : "primary"}>{words[mark]}</Badge>;
}

/** What the draft does to a rule, a threshold or an action type. */
export type Mark = "edited" | "new" | "removed";
