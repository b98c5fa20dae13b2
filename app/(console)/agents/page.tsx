import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { ownerFilter } from "#app/web/forms/person-options";
import { openPage, pageTitle } from "#app/web/open-page";
import { agentsHref, readAgentQuery } from "#app/web/query/agent-query";
import { singleValues } from "#app/web/query/search-params";
import { AgentFilters } from "#components/agents/agent-filters";
import { AgentRow } from "#components/agents/agent-row";
import { AgentsTabs } from "#components/agents/agents-tabs";
import { HoldAgents } from "#components/agents/hold-agent";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { SendTestRequest } from "#components/queue/send-test-request";
import { counted } from "#components/text/plural.ts";
import { LinkButton } from "#components/ui/button";
import { Card, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Icon } from "#components/ui/icon";
import { PageHeader } from "#components/ui/page-header";
import { Paging } from "#components/ui/paging";
import { listAgentPage } from "#lib/agents/list-agent-page";
import type { AgentFilter } from "#lib/agents/narrowed-agents";
import { listLabels } from "#lib/agents/set-labels";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import { foreseeHoldOf, listHeldBy } from "#lib/lifecycle/hold-agents";
import { maySendTest } from "#lib/requests/send-test-request";
import type { Viewer } from "#lib/sessions/session";

export const metadata = pageTitle("Agents");

export default async function AgentsPage(props: PageProps<"/agents">) {
  const { viewer, db, now } = await openPage();
  const query = singleValues(await props.searchParams);
  const { owner, labels } = await choicesFor(viewer, query.owner);
  const filter = readAgentQuery(owner ? { ...query, owner: owner.id } : query);
  const { agents, next } = owner?.fault
    ? { agents: [], next: null }
    : await listAgentPage(db, { viewer, filter, now });
  const { after, ...narrowing } = filter;
  const isNarrowed = Boolean(owner?.fault) || Object.values(filter).some(Boolean);
  const isAdmin = viewer.roles.includes("admin");
  return (
    <>
      <PageHeader isList title="Agents" description="Agents that can request actions, and who owns them.">
        {isAdmin ? (
          <HoldOrRelease filter={filter} ownerName={agents[0]?.owner.name} by={viewer.personId} now={now} />
        ) : null}
        {isAdmin && (isNarrowed || agents.length > 0) ? <NewAgent /> : null}
      </PageHeader>
      <AgentsTabs roles={viewer.roles} />
      {isNarrowed || agents.length > 0 ? (
        <AgentFilters values={narrowing} owners={owner?.choices} fault={owner?.fault} labels={labels} />
      ) : null}
      <Card aria-label="Agents">
        {agents.length > 0 ? (
          <RowList>
            {agents.map((agent) => (
              <AgentRow key={agent.id} agent={agent} now={now} />
            ))}
          </RowList>
        ) : isNarrowed ? (
          <EmptyState icon="bot" title="No matching agents" description="No agents match these filters.">
            <LinkButton href="/agents" variant="outline">
              Clear filters
            </LinkButton>
          </EmptyState>
        ) : (
          <NoAgents isAdmin={isAdmin} mayTest={maySendTest(viewer)} />
        )}
      </Card>
      <Paging
        firstHref={after && agentsHref(narrowing)}
        nextHref={next ? agentsHref({ ...narrowing, after: next }) : undefined}
      />
    </>
  );
}

/** Holds or releases the agents of an owner or with a label, if the list is narrowed by nothing else. */
async function HoldOrRelease(props: {
  filter: AgentFilter;
  ownerName: string | undefined;
  by: string;
  now: Date;
}) {
  const { owner, label, after: _, ...others } = props.filter;
  if ((!owner && !label) || Object.values(others).some(Boolean)) return null;
  const { db } = runtime();
  const [foresight, { held }] = await Promise.all([
    foreseeHoldOf(db, { owner, label, by: props.by }, props.now),
    listHeldBy(db, { owner, label }),
  ]);
  const scope = { ...(owner && { owner }), ...(label && { label }) };
  const of = [owner && `of ${props.ownerName ?? "this person"}`, label && `with the label ${label}`];
  return (
    <>
      {held.length > 0 ? (
        <ConfirmedButton action={act("agents/release-all")} fields={scope}>
          Release {counted(held.length, "agent")}…
        </ConfirmedButton>
      ) : null}
      {foresight.agents > 0 ? (
        <HoldAgents
          action={act("agents/hold-all")}
          scope={scope}
          of={of.filter(Boolean).join(" ")}
          foresight={foresight}
          longestReason={longestHoldReason}
        />
      ) : null}
    </>
  );
}

/** The filters' owners and labels, for viewers with access to all agents. */
async function choicesFor(viewer: Viewer, ownerText: string | undefined) {
  if (!viewer.roles.includes("admin") && !viewer.roles.includes("auditor")) return { labels: [] };
  const [owner, labels] = await Promise.all([ownerFilter(viewer, ownerText), listLabels(runtime().db)]);
  return { owner, labels: labels.map((label) => ({ value: label, word: label })) };
}

function NoAgents({ isAdmin, mayTest }: { isAdmin: boolean; mayTest: boolean }) {
  return (
    <EmptyState
      icon="bot"
      title="No agents yet"
      description={
        isAdmin
          ? "Agents ask here before they take a risky action. Create one, assign an owner, give it a key, and send a test request."
          : "You don't own or back up any agents yet. When someone transfers an agent to you, it appears under My agents and its requests come to you."
      }
    >
      {isAdmin ? <NewAgent /> : null}
      {mayTest ? <SendTestRequest action={act("request/test")} /> : null}
    </EmptyState>
  );
}

function NewAgent() {
  return (
    <LinkButton href="/connect">
      <Icon name="plus" />
      Create agent
    </LinkButton>
  );
}
