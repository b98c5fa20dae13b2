import { runtime } from "#app/runtime/runtime";
import { openPage, pageTitle } from "#app/web/open-page";
import { peopleHref, readPeopleQuery } from "#app/web/query/people-query";
import { PeopleFilters } from "#components/people/people-filters";
import { PeopleTabs } from "#components/people/people-tabs";
import { PersonRow } from "#components/people/person-row";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { Card, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { Paging } from "#components/ui/paging";
import { listPeoplePage } from "#lib/membership/list-people-page";
import {
  countedRemovals,
  listRefusedRemovals,
  type RefusedRemoval,
} from "#lib/membership/list-refused-removals";
import type { Viewer } from "#lib/sessions/session";
import { ProposedChanges } from "../proposed-changes.tsx";

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
            <Icon name="user-plus" />
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
          <EmptyState icon="users" title="No matching people" description="No one matches these filters.">
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

async function RefusedRemovals({ viewer, now }: { viewer: Viewer; now: Date }) {
  const { removals, count } = await listRefusedRemovals(runtime().db, { viewer, now });
  const [first] = removals;
  if (!first) return null;
  if (count === 1) return <OneRefusedRemoval {...first} now={now} />;
  const number = count === countedRemovals ? `${countedRemovals} or more` : String(count);
  return (
    <Alert
      variant="danger"
      className="mb-4"
      title={`${number} people should have been deprovisioned but still have access`}
    >
      <p>
        Your directory sent these changes but they couldn't be applied. Suspend anyone who should no longer
        have access:
      </p>
      <ul className="my-1 grid gap-1">
        {removals.map(({ person, at, reason }) => (
          <li key={person.id}>
            <Link href={`/people/${person.id}`} className="underline">
              {person.name}
            </Link>{" "}
            ({reason === "last_admin" ? "last active admin" : reason}), <RelativeTime at={at} now={now} />
          </li>
        ))}
      </ul>
      {count > removals.length ? (
        <p>
          Showing the latest {removals.length}.{" "}
          <Link href="/audit?type=person.removal_refused" className="underline">
            View all in the audit log
          </Link>
          .
        </p>
      ) : null}
    </Alert>
  );
}

function OneRefusedRemoval({ person, at, reason, now }: RefusedRemoval & { now: Date }) {
  return (
    <Alert
      variant="danger"
      className="mb-4"
      title={`${person.name} should have been deprovisioned but still has access`}
    >
      Reported <Time at={at} now={now} />.{" "}
      {reason === "last_admin"
        ? "They're the last active admin. Make someone else an admin, then suspend them:"
        : `Your directory's change couldn't be applied (${reason}). See your directory's log for details. If they should no longer have access, suspend them:`}{" "}
      <Link href={`/people/${person.id}`} className="underline">
        View {person.name}
      </Link>
    </Alert>
  );
}
