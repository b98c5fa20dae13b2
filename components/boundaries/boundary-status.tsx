import { counted } from "#components/text/plural.ts";
import { Badge } from "#components/ui/badge";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";

/** Whether the boundary is enrolled, and how many of its tools are held. */
export function BoundaryStatus({ boundary }: { boundary: BoundaryView }) {
  const { revokedAt, enrolledAt, tools } = boundary;
  if (revokedAt) return <Badge>Revoked</Badge>;
  if (!enrolledAt) return <Badge variant="warning">Not enrolled</Badge>;
  const held = tools.added + tools.changed;
  return (
    <>
      <Badge variant="success">Active</Badge>
      {held > 0 ? <Badge variant="warning">{counted(held, "held tool")}</Badge> : null}
    </>
  );
}
