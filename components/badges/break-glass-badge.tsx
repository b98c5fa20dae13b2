import { Siren } from "lucide-react";
import { Badge } from "#components/ui/badge";

/** Approved by one person alone, in an emergency. */
export function BreakGlassBadge() {
  return (
    <Badge variant="danger">
      <Siren aria-hidden />
      Break-glass
    </Badge>
  );
}
