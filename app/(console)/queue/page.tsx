import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { agentFilter } from "#app/web/forms/person-options";
import { queueHref, queueQuery, readQueueQuery } from "#app/web/query/queue-query";
import { singleValues } from "#app/web/query/search-params";
import { requireViewer } from "#app/web/session/viewer";
import { EmptyQueue } from "#components/queue/empty-queue";
import { LiveBar } from "#components/queue/live-bar";
import { QueueFilters } from "#components/queue/queue-filters";
import { QueueRow } from "#components/queue/queue-row";
import { TogetherLinks } from "#components/queue/together-links";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { Paging } from "#components/ui/paging";
import { RowList } from "#components/ui/row-list";
import { listUncertain } from "#lib/boundary/executions/list-uncertain";
import { listActionTypes } from "#lib/policy/action-types/action-type";
import { listPendingCards } from "#lib/requests/list-pending-cards";
import { listQueue } from "#lib/requests/list-queue";
import type { QueueFilter } from "#lib/requests/queue-query";
import { findTogetherGroups, type TogetherGroup } from "#lib/requests/together/find-groups";
import type { Viewer } from "#lib/sessions/session";
import { stateLabels } from "#lib/text/labels";

import { PendingList } from "./pending-list.tsx";
import { Uncertain } from "./uncertain.tsx";

export const metadata: Metadata = { title: "Requests" };

const tabs = [
  {
    state: "pending",
    label: stateLabels.pending,
    about: "Requests waiting for a decision, soonest to expire first.",
  },
  {
    state: "decided",
    label: "Closed",
    about: "Approved, denied, expired and cancelled requests, newest first.",
  },
  {
    state: "all",
    label: "All",
    about: "Every request, including auto-approved and blocked ones, newest first.",
  },
] as const;

export default async function QueuePage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await requireViewer();
  const { db, clock } = runtime();
  const now = clock();
  const query = singleValues(await props.searchParams);
  const agent = await agentFilter(viewer, query.agent);
  const filter = readQueueQuery({ ...query, agent: agent.id });
  const isPending = filter.state === "pending";
  const showsUncertain = isPending && !agent.fault && !isNarrowed(filter);
  const [{ items, cards, next }, types, uncertain, groups] = await Promise.all([
    agent.fault ? none : loadPage(viewer, filter, now),
    listActionTypes(db),
    showsUncertain ? listUncertain(db, viewer) : { items: [], count: 0 },
    agent.fault ? [] : loadGroups(viewer, filter, now),
  ]);
  const { after, ...narrowing } = filter;
  return (
    <>
      <PageHeader title="Requests" description={tabs.find(({ state }) => state === filter.state)?.about}>
        {viewer.roles.includes("admin") || viewer.roles.includes("auditor") ? (
          <Button asChild variant="ghost">
            <Link href="/requests/break-glass">Break-glass reviews</Link>
          </Button>
        ) : null}
      </PageHeader>
      <QueueFilters
        values={filter}
        agents={agent.choices}
        fault={agent.fault}
        types={types.map(({ type, title }) => ({ value: type, word: title }))}
        tabs={tabs.map(({ state, label }) => ({
          href: queueHref({ ...narrowing, state }),
          label,
          isCurrent: filter.state === state,
        }))}
        clearHref={queueHref({ state: filter.state })}
      />
      {isPending ? (
        <LiveBar shown={cards.flatMap(({ ids }) => ids)} query={queueQuery(filter)} />
      ) : (
        <div className="h-3" />
      )}
      <TogetherLinks groups={groups} />
      {uncertain.count > 0 ? <Uncertain {...uncertain} now={now} /> : null}
      <Card aria-label="Requests" hidden={uncertain.count > 0 && cards.length === 0}>
        {cards.length > 0 ? (
          <PendingList viewer={viewer} cards={cards} filter={filter} now={now} />
        ) : items.length > 0 ? (
          <RowList>
            {items.map((item) => (
              <QueueRow key={item.id} item={item} now={now} />
            ))}
          </RowList>
        ) : (
          <EmptyQueue
            state={filter.state}
            isNarrowed={Boolean(agent.fault) || isNarrowed(filter)}
            clearHref={queueHref({ state: filter.state })}
            hasAgents={agent.choices.options.length > 0 || agent.choices.source !== undefined}
            isAdmin={viewer.roles.includes("admin")}
          />
        )}
      </Card>
      <Paging
        firstHref={after && queueHref(narrowing)}
        nextHref={next ? queueHref({ ...narrowing, after: next }) : undefined}
      />
    </>
  );
}

const none = { items: [], cards: [], next: null };

/** Pending requests as cards, in which floods and repetitions are one; all others one by one. */
async function loadPage(viewer: Viewer, filter: QueueFilter, now: Date) {
  const { db } = runtime();
  return filter.state === "pending"
    ? { ...none, ...(await listPendingCards(db, viewer, filter, now)) }
    : { ...none, ...(await listQueue(db, viewer, filter, now)) };
}

/** What the viewer can approve together, of the agent and the action type of the filter. */
async function loadGroups(viewer: Viewer, filter: QueueFilter, now: Date): Promise<TogetherGroup[]> {
  const { agent, type, ...others } = filter;
  if (filter.state !== "pending" || isNarrowed(others)) return [];
  const groups = await findTogetherGroups(runtime().db, viewer.personId, now);
  return groups.filter((group) => (!agent || group.agent.id === agent) && (!type || group.type === type));
}

function isNarrowed({ agent, type, digest, risk, judged, from, after }: Partial<QueueFilter>): boolean {
  return Boolean(agent || type || digest || risk || judged || from || after);
}
