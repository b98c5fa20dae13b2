import { UserPlus } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { PeopleTabs } from "#components/people/people-tabs";
import { PersonStatus } from "#components/people/person-status";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { RowLink, RowList } from "#components/ui/row-list";
import { Time } from "#components/ui/time";
import { listPeople, type PersonView } from "#lib/directory/list-people";
import { RefusedRemovals } from "./refused-removals.tsx";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const viewer = await requireViewer("admin", "auditor");
  const { db, clock } = runtime();
  const now = clock();
  const people = await listPeople(db, { viewer, now });
  const here = people.filter((person) => person.status !== "left");
  const gone = people.filter((person) => person.status === "left");
  return (
    <>
      <PageHeader
        title="People"
        description="Who can sign in, and what each of them may do. Everybody signs in with a passkey."
      >
        {viewer.roles.includes("admin") ? (
          <Button asChild>
            <Link href="/people/invite">
              <UserPlus aria-hidden />
              Invite a person
            </Link>
          </Button>
        ) : null}
      </PageHeader>
      <PeopleTabs />
      <RefusedRemovals viewer={viewer} now={now} />
      <Card aria-label="People here">
        <RowList>
          {here.map((person) => (
            <PersonRow key={person.id} person={person} now={now} isViewer={person.id === viewer.personId} />
          ))}
        </RowList>
      </Card>
      {here.length === 1 ? (
        <p className="mt-4 text-muted-foreground">
          You are the only one. Invite a second admin, so that a lost device does not lock your workspace, and
          the people who own your agents, as approvers.
        </p>
      ) : null}
      {gone.length > 0 ? (
        <section className="mt-8">
          <h2 className="mb-2 font-semibold">Left</h2>
          <Card aria-label="People who left">
            <RowList>
              {gone.map((person) => (
                <PersonRow key={person.id} person={person} now={now} isViewer={false} />
              ))}
            </RowList>
          </Card>
        </section>
      ) : null}
    </>
  );
}

function PersonRow({ person, now, isViewer }: { person: PersonView; now: Date; isViewer: boolean }) {
  return (
    <RowLink
      href={`/people/${person.id}`}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,2fr)_minmax(0,2.5fr)_10.5rem]"
    >
      <span className="min-w-0">
        <span className="block truncate font-medium">
          {person.name}
          {isViewer ? <span className="font-normal text-muted-foreground"> (you)</span> : null}
        </span>
        <span className="block truncate text-[0.8125rem] text-muted-foreground">{person.email}</span>
      </span>
      <span className="text-muted-foreground max-md:row-start-2 max-md:text-[0.8125rem]">
        {person.roles.join(", ")}
      </span>
      <span className="tabular-nums text-muted-foreground max-md:hidden">
        {agentsOwned(person.agentCount)}
      </span>
      <span className="text-muted-foreground max-md:hidden">
        {person.lastSeenAt ? (
          <>
            Seen <Time at={person.lastSeenAt} now={now} />
          </>
        ) : (
          "Passkey not used yet"
        )}
      </span>
      <span className="grid justify-items-end gap-1 md:justify-self-end">
        <PersonStatus status={person.status} />
        {person.calledInactive && person.status !== "left" ? (
          <Badge variant={person.status === "suspended" ? "default" : "danger"}>
            Inactive in the directory
          </Badge>
        ) : null}
        {person.unconfirmedAddress ? <Badge variant="warning">Address to confirm</Badge> : null}
      </span>
    </RowLink>
  );
}

function agentsOwned(count: number): string {
  if (count === 0) return "No agents";
  return count === 1 ? "1 agent" : `${count} agents`;
}
