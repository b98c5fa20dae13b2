import { openPage, pageTitle } from "#app/web/open-page";
import { BoundaryStatus } from "#components/boundaries/boundary-status";
import { callCounts } from "#components/boundaries/call-counts.ts";
import { kindAndVersion, listsTools } from "#components/boundaries/kind-names.ts";
import { CredentialCard } from "#components/settings/credential-card";
import { CredentialLine, CredentialLink, LastUse } from "#components/settings/credential-row";
import { counted } from "#components/text/plural.ts";
import { Page } from "#components/ui/page-header";
import { type BoundaryView, listBoundaries } from "#lib/boundary/registry/list-boundaries";
import { ProposedChanges } from "../proposed-changes.tsx";

export const metadata = pageTitle("Boundaries");

export default async function BoundariesPage() {
  const { viewer, db, now } = await openPage("admin");
  const boundaries = await listBoundaries(db, { viewer, now });
  return (
    <Page title="Boundaries">
      <ProposedChanges viewer={viewer} about={["boundary.create"]} now={now} />
      <CredentialCard
        title="Registered boundaries"
        description="Gateways and proxies that hold calls until they are decided. New and changed tools are held until you accept them."
        create={{ href: "/boundaries/new", label: "Create boundary" }}
        empty={{
          icon: "shield-check",
          title: "No boundaries registered",
          description: "Register a gateway or an HTTP proxy to see its calls here, and accept its tools.",
        }}
      >
        {boundaries.map((boundary) => (
          <BoundaryRow key={boundary.id} boundary={boundary} now={now} />
        ))}
      </CredentialCard>
    </Page>
  );
}

function BoundaryRow({ boundary, now }: { boundary: BoundaryView; now: Date }) {
  const { id, name, lastContactAt, tools, calls } = boundary;
  const kind = kindAndVersion(boundary);
  const total = tools.accepted + tools.added + tools.changed;
  return (
    <CredentialLink href={`/boundaries/${id}`} name={name} badges={<BoundaryStatus boundary={boundary} />}>
      <CredentialLine>
        {kind ? `${kind} · ` : null}
        <LastUse at={lastContactAt} now={now} used="Last contact" never="No contact yet" />
        {listsTools(boundary) ? ` · ${counted(total, "tool")}` : null}
      </CredentialLine>
      <CredentialLine>Last 7 days: {callCounts(calls)}</CredentialLine>
    </CredentialLink>
  );
}
