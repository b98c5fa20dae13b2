import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { SavedMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping } from "#lib/boundary/mapping/kept/read-document";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";
import { mappingStatus } from "./mapping-status.ts";

/** The mapping of the boundary's calls, and whether the boundary uses the mapping. */
export function MappingCard({ boundary, live }: { boundary: BoundaryView; live: SavedMapping | undefined }) {
  const { isUsed, text } = mappingStatus(boundary, live);
  return (
    <Card aria-labelledby="mapping">
      <CardHeader className="pb-4 sm:pb-5">
        <div className="grid gap-1">
          <CardTitle id="mapping" className="flex flex-wrap items-center gap-2">
            Mapping
            {isUsed === undefined ? null : <UseBadge isUsed={isUsed} />}
          </CardTitle>
          <CardDescription>{text}</CardDescription>
        </div>
        <LinkButton href={`/boundaries/${boundary.id}/mapping`} variant="outline">
          {labelOf(boundary, live)}
        </LinkButton>
      </CardHeader>
    </Card>
  );
}

function UseBadge({ isUsed }: { isUsed: boolean }) {
  return <Badge variant={isUsed ? "success" : "warning"}>{isUsed ? "In use" : "Not in use"}</Badge>;
}

function labelOf({ revokedAt }: BoundaryView, live: SavedMapping | undefined): string {
  if (revokedAt) return "View mapping";
  return live && live.document !== noMapping ? "Edit mapping" : "Create mapping";
}
