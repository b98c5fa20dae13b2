import { Siren } from "lucide-react";
import { Badge } from "../ui/badge.tsx";

/** Approved by one person alone, in an emergency. */
export function BreakGlassBadge() {
  return (
    <Badge variant="danger">
      <Siren aria-hidden />
      Break glass
    </Badge>
  );
}
