import { openPage, pageTitle } from "#app/web/open-page";
import { PersonStatus } from "#components/badges/status-badges";
import { PeopleTabs } from "#components/people/people-tabs";
import { Badge } from "#components/ui/badge";
import { Card, RowLink, RowList } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { type BlastRadius, listBlastRadius } from "#lib/membership/offboarding/list-blast-radius";

export const metadata = pageTitle("People by impact");

/** People by impact of leaving. Reads every person and changes nothing. */
export default async function PeopleByImpactPage() {
  const { viewer, db, now } = await openPage("admin", "auditor");
  const { people, more } = await listBlastRadius(db, { viewer, now });
  return (
    <Page title="People" description="Sorted by what would stop if each person left today.">
      <PeopleTabs />
      <Card aria-label="People, by impact">
        <RowList>
          {people.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </RowList>
      </Card>
      {more > 0 ? <p className="mt-4 text-muted-foreground">{more} more people with less impact</p> : null}
    </Page>
  );
}

function PersonRow({ person }: { person: BlastRadius }) {
  const effects = [
    ...counted(person.agents, "agent"),
    ...counted(person.pendingRequests, "pending request"),
    ...counted(person.openGrants, "unused grant"),
    ...counted(person.groups, "group"),
    ...(person.backedUp > 0
      ? [`backup approver for ${person.backedUp} ${person.backedUp === 1 ? "agent" : "agents"}`]
      : []),
  ];
  return (
    <RowLink
      href={`/people/${person.id}/offboard`}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5"
    >
      <span className="min-w-0">
        <span className="block truncate font-medium">{person.name}</span>
        <span className="block text-[0.8125rem] text-muted-foreground tabular-nums first-letter:uppercase">
          {effects.length > 0 ? effects.join(" · ") : "No impact"}
        </span>
      </span>
      <span className="flex flex-wrap gap-1.5">
        {person.lastIn > 0 ? (
          <Badge variant="danger">
            {person.lastIn === 1 ? "Last approver in a group" : `Last approver in ${person.lastIn} groups`}
          </Badge>
        ) : null}
        {person.status === "active" ? null : <PersonStatus status={person.status} />}
      </span>
    </RowLink>
  );
}

function counted(count: number, noun: string): string[] {
  if (count === 0) return [];
  return [count === 1 ? `1 ${noun}` : `${count} ${noun}s`];
}
