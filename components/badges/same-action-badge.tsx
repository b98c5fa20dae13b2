import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";

/** How many pending requests ask for exactly this action; nothing for one. */
export function SameActionBadge({ count }: { count: number }) {
  if (count < 2) return null;
  return (
    <Badge variant="warning-outline">
      <Icon name="copy" />
      Same action, {count} pending
    </Badge>
  );
}
