import { act } from "#app/(console)/acts/act";
import { fromStandby } from "#app/runtime/from-standby";
import { runtime } from "#app/runtime/runtime";
import { agentFilter } from "#app/web/forms/person-options";
import { openPage, pageTitle } from "#app/web/open-page";
import { queueHref, queueQuery, readQueueQuery } from "#app/web/query/queue-query";
import { singleValues } from "#app/web/query/search-params";
import { longestNote } from "#components/approval/decision/decision-props.ts";
import { type ApproverTasks, EmptyQueue } from "#components/queue/empty-queue";
import { LiveBar } from "#components/queue/live-bar";
import { PendingBadge } from "#components/queue/pending-badge";
import { QueueFilters } from "#components/queue/queue-filters";
import { QueueRow } from "#components/queue/queue-row";
import { SelectionBarLater } from "#components/queue/selection-later";
import { TogetherLinks } from "#components/queue/together-links";
import { Card, RowList } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { Paging } from "#components/ui/paging";
import { hasAgents as findsAgents } from "#lib/agents/agent-names";
import { defaultDenyReasons } from "#lib/approvals/default-deny-reasons";
import { listUncertain } from "#lib/boundary/executions/list-uncertain";
import { listOwnGroups } from "#lib/membership/groups/find-group";
import { findDuties } from "#lib/ownership/find-duties";
import { listActionTypes } from "#lib/policy/action-types/action-type";
import { listDecidable } from "#lib/requests/decidable-requests";
import { findTogetherGroups, type TogetherGroup } from "#lib/requests/queue/find-groups";
import { listPendingCards, type PendingCard } from "#lib/requests/queue/list-pending-cards";
import { listQueue } from "#lib/requests/queue/list-queue";
import { isHistory, type QueueFilter } from "#lib/requests/queue/queue-query";
import { maySendTest } from "#lib/requests/send-test-request";
import type { Position } from "#lib/requests/unusual/amount-finding";
import { listUnusualAmounts } from "#lib/requests/unusual/list-unusual-amounts";
import type { Viewer } from "#lib/sessions/session";
import { stateLabels } from "#lib/text/labels";
import { AboveBudget } from "./above-budget.tsx";
import { FirstSteps, openFirstSteps } from "./first-steps.tsx";
import { isOf, PendingList } from "./pending-list.tsx";
import { Uncertain } from "./uncertain.tsx";

export const metadata = pageTitle("Requests");

const tabs = [
  {
    state: "needs_you",
    label: "Needs you",
    about: "Requests you can decide now, soonest to expire first.",
  },
  {
    state: "pending",
    label: stateLabels.pending,
    about: "All requests waiting for a decision, soonest to expire first.",
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

export default async function QueuePage(props: PageProps<"/queue">) {
  const { viewer, db, now } = await openPage();
  const query = singleValues(await props.searchParams);
  const agent = await agentFilter(viewer, query.agent);
  const filter = readQueueQuery({ ...query, agent: agent.id }, viewer);
  const isWaiting = !isHistory(filter);
  const isWholeQueue = isWaiting && !agent.fault && !isNarrowed(filter);
  const isAdmin = viewer.roles.includes("admin");
  const readsReviews = isAdmin || viewer.roles.includes("auditor");
  const isApprover = viewer.roles.includes("approver");
  const [{ items, unusual, cards, next, groups }, types, uncertain, hasAgents, firstSteps] =
    await Promise.all([
      agent.fault ? none : loadPage(viewer, filter, now),
      listActionTypes(db),
      isWholeQueue ? listUncertain(db, viewer) : { items: [], count: 0 },
      findsAgents(db, viewer),
      isWholeQueue ? openFirstSteps(viewer) : undefined,
    ]);
  const { after, ...narrowing } = filter;
  const isNew = firstSteps !== undefined && isAdmin && !hasAgents;
  return (
    <Page
      title="Requests"
      isList
      description={
        <span className="hidden sm:inline">{tabs.find(({ state }) => state === filter.state)?.about}</span>
      }
      className="-mt-2 mb-1 desk:mt-0 desk:mb-4"
    >
      <QueueFilters
        values={filter}
        agents={agent.choices}
        fault={agent.fault}
        types={types.map(({ type, title }) => ({ value: type, word: title }))}
        tabs={[
          ...tabs
            .filter(({ state }) => isApprover || state !== "needs_you")
            .map(({ state, label }) => ({
              href: queueHref({ ...narrowing, state }),
              label,
              isCurrent: filter.state === state,
              count: state === "needs_you" ? <PendingBadge className="ml-1.5" /> : null,
            })),
          ...(readsReviews
            ? [{ href: "/requests/break-glass", label: "Break-glass reviews", isCurrent: false }]
            : []),
        ]}
        hrefWithout={(name) =>
          queueHref(name ? { ...narrowing, [name]: undefined } : { state: filter.state })
        }
      />
      <div className="h-2 desk:h-3" />
      {isWaiting && !agent.fault ? (
        <LiveBar shown={cards.flatMap(({ ids }) => ids)} query={queueQuery(filter)} />
      ) : null}
      {isWholeQueue && isApprover ? <AboveBudget viewer={viewer} now={now} /> : null}
      {firstSteps ? <FirstSteps {...{ firstSteps, viewer, isNew }} hasRequests={cards.length > 0} /> : null}
      {uncertain.count > 0 ? <Uncertain {...uncertain} now={now} /> : null}
      <Card aria-label="Requests" hidden={(uncertain.count > 0 || isNew) && cards.length === 0}>
        {cards.length > 0 ? (
          <PendingList viewer={viewer} cards={cards} filter={filter} groups={groups} now={now} />
        ) : items.length > 0 ? (
          <RowList>
            {items.map((item) => (
              <QueueRow key={item.id} item={item} unusual={unusual.get(item.id)} now={now} />
            ))}
          </RowList>
        ) : (
          <EmptyQueue
            state={filter.state}
            isNarrowed={Boolean(agent.fault) || isNarrowed(filter)}
            clearHref={queueHref({ state: filter.state })}
            hasAgents={hasAgents}
            isAdmin={isAdmin}
            // The first steps have the button too.
            sendTest={maySendTest(viewer) && !firstSteps ? act("request/test") : undefined}
            tasks={hasAgents ? { offers: 0, groups: [] } : await findTasks(viewer, now)}
          />
        )}
      </Card>
      <TogetherLinks
        groups={groups.filter((group) => !cards.some((card) => isSeveral(card) && isOf(group, card)))}
      />
      {filter.state === "needs_you" ? (
        <SelectionBarLater
          key={cards.flatMap(({ ids }) => ids).join()}
          reasons={[...defaultDenyReasons]}
          longest={longestNote}
        />
      ) : null}
      <Paging
        firstHref={after && queueHref(narrowing)}
        nextHref={next ? queueHref({ ...narrowing, after: next }) : undefined}
      />
    </Page>
  );
}

/** Of how many requests the groups are found where the page doesn't list what the viewer can decide. */
const mostGrouped = 100;

const none = { items: [], unusual: new Map<string, Position>(), cards: [], next: null, groups: [] };

/** Pending requests as cards, with floods and repetitions grouped. Closed requests one by one. */
async function loadPage(viewer: Viewer, filter: QueueFilter, now: Date) {
  const { db } = runtime();
  if (isHistory(filter)) {
    const page = await fromStandby((standby) => listQueue(standby, viewer, filter, now));
    const pending = page.items.filter(({ state }) => state === "pending").map(({ id }) => id);
    return { ...none, ...page, unusual: await listUnusualAmounts(db, viewer, pending, now) };
  }
  const decidable =
    filter.state === "needs_you" ? await listDecidable(db, viewer.personId, { now }) : undefined;
  const [page, groups] = await Promise.all([
    listPendingCards(db, viewer, filter, { decidable, now }),
    loadGroups(viewer, filter, { decidable, now }),
  ]);
  return { ...none, ...page, groups };
}

/** Requests to approve together, of the filter's agent and action type. */
async function loadGroups(
  viewer: Viewer,
  filter: QueueFilter,
  { decidable, now }: { decidable: string[] | undefined; now: Date },
): Promise<TogetherGroup[]> {
  const { agent, type, ...others } = filter;
  if (isNarrowed(others)) return [];
  const { db } = runtime();
  const ids = decidable ?? (await listDecidable(db, viewer.personId, { most: mostGrouped, now }));
  const groups = await findTogetherGroups(db, ids);
  return groups.filter((group) => (!agent || group.agent.id === agent) && (!type || group.type === type));
}

async function findTasks(viewer: Viewer, now: Date): Promise<ApproverTasks> {
  const { db } = runtime();
  const [{ offers }, groups] = await Promise.all([
    findDuties(db, { viewer, now }),
    viewer.roles.includes("approver") ? listOwnGroups(db, viewer.personId) : [],
  ]);
  return { offers, groups };
}

/** A card with its own link to the group. */
function isSeveral({ kind }: PendingCard): boolean {
  return kind === "type" || kind === "flood";
}

function isNarrowed(filter: Partial<QueueFilter>): boolean {
  const { agent, type, digest, risk, judged, tests, from, after } = filter;
  return Boolean(agent || type || digest || risk || judged || tests || from || after);
}
