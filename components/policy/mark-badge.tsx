import { Badge } from "#components/ui/badge";
import type { Mark } from "./mark.ts";

const words: Record<Mark, string> = { edited: "Edited", new: "New", removed: "Removed" };

/** Says next to an item of the draft's list how it differs from the live version. */
export function MarkBadge({ mark }: { mark: Mark | undefined }) {
  if (!mark) return null;
  return <Badge variant={mark === "removed" ? "danger-outline" : "primary"}>{words[mark]}</Badge>;
}
