import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { SavedMapping } from "#lib/boundary/mappings/mapping-for";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";

/** Which mapping applies to the boundary's calls, and whether the boundary uses it. */
export function MappingCard({ boundary, live }: { boundary: BoundaryView; live: SavedMapping | undefined }) {
  return (
    <Card aria-labelledby="mapping">
      <CardHeader className="pb-4 sm:pb-5">
        <div className="grid gap-1">
          <CardTitle id="mapping" className="flex flex-wrap items-center gap-2">
            Mapping
            {live ? <UseBadge boundary={boundary} live={live} /> : null}
          </CardTitle>
          <CardDescription>{statusOf(boundary, live)}</CardDescription>
        </div>
        <Button asChild variant="outline">
          <Link href={`/settings/boundaries/${boundary.id}/mapping`}>
            {live ? "Edit mapping" : "Create mapping"}
          </Link>
        </Button>
      </CardHeader>
    </Card>
  );
}

function UseBadge({ boundary, live }: { boundary: BoundaryView; live: SavedMapping }) {
  return boundary.mappingDigest === live.digest ? (
    <Badge variant="success">In use</Badge>
  ) : (
    <Badge variant="warning">Not in use</Badge>
  );
}

function statusOf(
  { kind, mappingDigest, lastContactAt }: BoundaryView,
  live: SavedMapping | undefined,
): string {
  if (!live)
    return mappingDigest === null
      ? "None. Calls get their default types."
      : "The boundary uses the mapping in its own file.";
  const version = `Version ${live.version} is live.`;
  if (mappingDigest === live.digest) return version;
  if (lastContactAt === null) return `${version} The boundary uses it from its first contact.`;
  const program = kind === "http_proxy" ? "proxy" : "gateway";
  return mappingDigest === null
    ? `Version ${live.version} isn't used. Update the ${program}, or read the error in its log.`
    : `${version} The boundary last reported another mapping. If that stays so after its next call, update the ${program}.`;
}
