import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";

/** Approved by one person alone, in an emergency. */
export function BreakGlassBadge() {
  return (
    <Badge variant="danger">
      <Icon name="siren" />
      Break-glass
    </Badge>
  );
}
