import { UserPlus, Users } from "lucide-react";
import { openPage, pageTitle } from "#app/web/open-page";
import { peopleHref, readPeopleQuery } from "#app/web/query/people-query";
import { PeopleFilters } from "#components/people/people-filters";
import { PeopleTabs } from "#components/people/people-tabs";
import { PersonRow } from "#components/people/person-row";
import { LinkButton } from "#components/ui/button";
import { Card, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { Paging } from "#components/ui/paging";
import { listPeoplePage } from "#lib/membership/list-people-page";
import { ProposedChanges } from "../proposed-changes.tsx";
import { RefusedRemovals } from "./refused-removals.tsx";

export const metadata = pageTitle("People");

export default async function PeoplePage(props: PageProps<"/people">) {
  const { viewer, db, now } = await openPage("admin", "auditor");
  const filter = readPeopleQuery(await props.searchParams);
  const { people, next } = await listPeoplePage(db, { viewer, filter });
  const { after, ...narrowing } = filter;
  const isNarrowed = Object.values(filter).some(Boolean);
  return (
    <>
      <PageHeader isList title="People" description="Who can sign in and what they can do.">
        {viewer.roles.includes("admin") ? (
          <LinkButton href="/people/invite">
            <UserPlus aria-hidden />
            Invite person
          </LinkButton>
        ) : null}
      </PageHeader>
      <PeopleTabs />
      <ProposedChanges viewer={viewer} about={["person.invite"]} now={now} />
      <RefusedRemovals viewer={viewer} now={now} />
      <PeopleFilters values={narrowing} />
      <Card aria-label={filter.status === "left" ? "Deactivated people" : "Active people"}>
        {people.length > 0 ? (
          <RowList>
            {people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                now={now}
                isViewer={person.id === viewer.personId}
                mayOffboard={viewer.roles.includes("admin")}
              />
            ))}
          </RowList>
        ) : (
          <EmptyState icon={Users} title="No matching people" description="No one matches these filters.">
            <LinkButton href="/people" variant="outline">
              Clear filters
            </LinkButton>
          </EmptyState>
        )}
      </Card>
      {people.length === 1 && !isNarrowed ? (
        <p className="mt-4 text-muted-foreground">
          You're the only person here. Invite a second admin so that losing a device doesn't lock everyone
          out, then invite the people who will own agents.
        </p>
      ) : null}
      <Paging
        firstHref={after && peopleHref(narrowing)}
        nextHref={next ? peopleHref({ ...narrowing, after: next }) : undefined}
      />
    </>
  );
}
