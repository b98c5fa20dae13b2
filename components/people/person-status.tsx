import { Badge } from "#components/ui/badge";
import { personStatusVariants } from "#components/ui/looks.ts";
import { personStatusLabels } from "#lib/text/labels";

export function PersonStatus({ status }: { status: keyof typeof personStatusLabels }) {
  return <Badge variant={personStatusVariants[status]}>{personStatusLabels[status]}</Badge>;
}
