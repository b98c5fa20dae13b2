import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { orNotFound } from "#app/web/or-not-found";
import { requireViewer } from "#app/web/session/viewer";
import { AgentStatus } from "#components/agents/agent-status";
import { PersonStatus } from "#components/people/person-status";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { Row, RowLink, RowList } from "#components/ui/row-list";
import { findPerson } from "#lib/membership/find-person";
import { type Foresight, foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { consequences } from "../consequences.ts";
import { LastingCredentials } from "./lasting-credentials.tsx";

export const metadata: Metadata = { title: "Offboarding preview" };

/** The offboarding preview of one person: lists everything that would end. Changes nothing. */
export default async function WhatIfPersonPage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin", "auditor");
  const { id } = await params;
  const { db, clock } = runtime();
  const now = clock();
  const person = await orNotFound(findPerson(db, { viewer, personId: id, now }));
  const foresight = await foreseeOffboarding(db, { actor: viewer, personId: id, now });
  return (
    <>
      <PageHeader
        title={`If ${person.name} left today`}
        back={{ href: "/people/what-if", label: "All people" }}
        badges={<PersonStatus status={person.status} />}
        description={
          <>
            Preview only. Nothing changes.{" "}
            <Link href={`/people/${id}`} className="text-link underline underline-offset-3">
              Open {person.name}
            </Link>
          </>
        }
      />
      {person.status === "left" ? (
        <Alert variant="info">
          They're already deactivated. Their agents are listed under Agents, Quarantined.
        </Alert>
      ) : (
        <Card className="mb-4">
          <CardHeader>
            <CardTitle>What would happen</CardTitle>
            <CardDescription>Everything below happens together when you deactivate them.</CardDescription>
          </CardHeader>
          <CardContent>
            <ul className="grid list-disc gap-1.5 pl-5">
              {consequences(foresight, "leave", person.status).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </CardContent>
        </Card>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <AgentsThatStop foresight={foresight} />
        <div className="grid gap-4">
          <GroupsTheyAreIn groups={foresight.groups} />
          <LastingCredentials
            credentials={foresight.lastingCredentials}
            isAdmin={viewer.roles.includes("admin")}
          />
        </div>
      </div>
    </>
  );
}

function AgentsThatStop({ foresight: { agents, agentCount } }: { foresight: Foresight }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Agents that would be quarantined</CardTitle>
      </CardHeader>
      {agents.length === 0 ? (
        <CardContent className="text-muted-foreground">None</CardContent>
      ) : (
        <RowList className="first:border-t">
          {agents.map((agent) => (
            <RowLink
              key={agent.id}
              href={`/agents/${agent.id}`}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1"
            >
              <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{agent.name}</span>
              <span className="flex flex-wrap items-center gap-1.5 text-[0.8125rem] text-muted-foreground tabular-nums">
                {agent.pendingRequests} pending · {agent.openGrants} unused{" "}
                {agent.openGrants === 1 ? "grant" : "grants"}
                {agent.status === "active" ? null : <AgentStatus status={agent.status} />}
              </span>
            </RowLink>
          ))}
        </RowList>
      )}
      {agentCount > agents.length ? (
        <CardContent className="border-t pt-3 text-muted-foreground">
          {agentCount - agents.length} more
        </CardContent>
      ) : null}
    </Card>
  );
}

function GroupsTheyAreIn({ groups }: Pick<Foresight, "groups">) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Groups</CardTitle>
      </CardHeader>
      {groups.length === 0 ? (
        <CardContent className="text-muted-foreground">None</CardContent>
      ) : (
        <RowList className="first:border-t">
          {groups.map(({ id, name, isLast }) => (
            <Row key={id}>
              <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
              {isLast ? (
                <Badge variant="danger">No approver left</Badge>
              ) : (
                <Badge>Other approvers remain</Badge>
              )}
            </Row>
          ))}
        </RowList>
      )}
    </Card>
  );
}
