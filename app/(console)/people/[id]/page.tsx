import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { orNotFound } from "#app/web/or-not-found";
import { requireViewer } from "#app/web/session/viewer";
import { PersonStatus } from "#components/people/person-status";
import { rolesText } from "#components/people/role-names.ts";
import { Time } from "#components/text/time";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { findPerson } from "#lib/membership/find-person";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { Delegations } from "../../settings/delegations/delegations.tsx";
import { UnconfirmedAddress } from "./email/unconfirmed-email.tsx";
import { CalledInactive } from "./inactive-in-directory.tsx";
import { OwnedAgents } from "./owned-agents.tsx";
import { PersonPasskeys } from "./passkeys/person-passkeys.tsx";
import { PersonAdministration } from "./person-administration.tsx";
import { SsoLinks } from "./sso-links.tsx";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage(props: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin", "auditor");
  const { id } = await props.params;
  const { db, clock } = runtime();
  const now = clock();
  const person = await orNotFound(findPerson(db, { viewer, personId: id, now }));
  return (
    <>
      <PageHeader
        title={person.name}
        back={{ href: "/people", label: "People" }}
        badges={<PersonStatus status={person.status} />}
        description={person.email}
      >
        {person.status === "left" ? null : (
          <Button asChild variant="outline">
            <Link href={`/people/${person.id}/what-if`}>Preview offboarding</Link>
          </Button>
        )}
      </PageHeader>
      <ProposedChanges viewer={viewer} about={person.id} now={now} />
      <CalledInactive person={person} now={now} />
      <UnconfirmedAddress person={person} isAdmin={viewer.roles.includes("admin")} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <Card>
            <CardHeader>
              <CardTitle>Details</CardTitle>
            </CardHeader>
            <CardContent>
              <Facts>
                <Fact name="Roles">{rolesText(person.roles)}</Fact>
                <Fact name="Added">
                  <Time at={person.createdAt} now={now} isAlone />
                </Fact>
                <Fact name="Passkey last used">
                  {person.lastSeenAt ? <Time at={person.lastSeenAt} now={now} isAlone /> : "Never"}
                </Fact>
                {person.externalId ? (
                  <Fact name="Provisioned by SCIM as">
                    <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">
                      {person.externalId}
                    </code>
                  </Fact>
                ) : null}
                <Fact name="ID">
                  <code className="font-mono text-[0.8125rem]">{person.id}</code>
                </Fact>
              </Facts>
            </CardContent>
          </Card>
          <PersonPasskeys personId={person.id} passkeys={person.passkeys} viewer={viewer} now={now} />
          <SsoLinks viewer={viewer} person={person} />
          <OwnedAgents viewer={viewer} ownerId={person.id} now={now} />
          {person.status === "active" && person.roles.includes("approver") ? (
            <Delegations
              viewer={viewer}
              person={person}
              mayChange={viewer.roles.includes("admin") || viewer.personId === person.id}
              now={now}
            />
          ) : null}
        </div>
        {viewer.roles.includes("admin") ? (
          <PersonAdministration person={person} viewer={viewer} now={now} />
        ) : null}
      </div>
    </>
  );
}
