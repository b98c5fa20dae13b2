import { runtime } from "#app/runtime/runtime";
import { agentsHref } from "#app/web/query/agent-query";
import { AgentAvatar } from "#components/agents/avatars";
import { AgentStatus } from "#components/badges/status-badges";
import { rolesText } from "#components/people/role-names.ts";
import { Time } from "#components/text/time";
import { Card, CardContent, CardHeader, CardTitle, Fact, Facts, RowLink, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { listAgentPage } from "#lib/agents/list-agent-page";
import type { PersonView } from "#lib/membership/find-person";
import type { Viewer } from "#lib/sessions/session";
import { loadPerson, type PersonParams, titleOf } from "../load-person.ts";
import { InvitationCard } from "./invitation-card.tsx";
import { RolesForm } from "./roles-form.tsx";

export const generateMetadata = titleOf("People");

export default async function PersonPage({ params }: PersonParams) {
  const { person, viewer, now, isAdmin } = await loadPerson((await params).id);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="grid gap-4">
        <PersonFacts person={person} isAdmin={isAdmin} now={now} />
        {isAdmin ? <InvitationCard person={person} /> : null}
      </div>
      <OwnedAgents viewer={viewer} ownerId={person.id} now={now} />
    </div>
  );
}

async function OwnedAgents(props: { viewer: Viewer; ownerId: string; now: Date }) {
  const { viewer, ownerId, now } = props;
  const filter = { owner: ownerId };
  const { agents, next } = await listAgentPage(runtime().db, { viewer, filter, now });
  return (
    <Card>
      <CardHeader>
        <CardTitle>Agents they own</CardTitle>
        {next ? (
          <TextLink isTall href={agentsHref(filter)}>
            View all
          </TextLink>
        ) : null}
      </CardHeader>
      <RowList className="first:border-t" none="None">
        {agents.map((agent) => (
          <RowLink key={agent.id} href={`/agents/${agent.id}`} className="flex items-center gap-3">
            <AgentAvatar agent={agent} className="size-7" />
            <span className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{agent.name}</span>
            {agent.status === "active" ? null : <AgentStatus status={agent.status} />}
          </RowLink>
        ))}
      </RowList>
    </Card>
  );
}

function PersonFacts({ person, isAdmin, now }: { person: PersonView; isAdmin: boolean; now: Date }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Details</CardTitle>
        <TextLink isTall href={`/audit?person=${person.id}`}>
          View in audit log
        </TextLink>
      </CardHeader>
      <CardContent>
        <Facts>
          <Fact name="Roles">
            {rolesText(person.roles)}
            {isAdmin && person.status !== "left" ? (
              <details>
                <summary className="control-height inline-flex w-fit cursor-pointer items-center rounded-sm text-link underline underline-offset-3">
                  Edit roles
                </summary>
                <div className="mt-1 mb-3">
                  <RolesForm personId={person.id} roles={person.roles} />
                </div>
              </details>
            ) : null}
          </Fact>
          <Fact name="Added">
            <Time at={person.createdAt} now={now} isAlone />
          </Fact>
          <Fact name="Passkey last used">
            {person.lastSeenAt ? <Time at={person.lastSeenAt} now={now} isAlone /> : "Never"}
          </Fact>
          {person.externalId ? (
            <Fact name="Provisioned by SCIM as">
              <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{person.externalId}</code>
            </Fact>
          ) : null}
          <Fact name="ID">
            <code className="font-mono text-[0.8125rem]">{person.id}</code>
          </Fact>
        </Facts>
        {person.status === "left" ? (
          <p className="mt-4 text-muted-foreground">
            They have no access and no passkeys. To bring them back, invite them again with the same email.
          </p>
        ) : person.status === "suspended" ? (
          <p className="mt-4 text-muted-foreground">
            They can't sign in and their agents are quarantined. Reactivating restores both. Cancelled
            requests stay cancelled.
          </p>
        ) : null}
      </CardContent>
    </Card>
  );
}
