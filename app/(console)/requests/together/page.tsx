import { Files } from "lucide-react";
import { runtime } from "#app/process/runtime";
import { pageTitle } from "#app/web/page-title";
import { readQueueQuery } from "#app/web/query/queue-query";
import { requireViewer } from "#app/web/session/viewer";
import { TogetherForm } from "#components/approval/together/together-form";
import { togetherHref } from "#components/approval/together/together-href.ts";
import { RiskBadge } from "#components/queue/risk-badge";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { fewestTogether } from "#lib/approvals/together/batch";
import { listTogether, type TogetherRequests } from "#lib/requests/together/list-together";
import { countSameAction } from "#lib/requests/unusual/count-same-action";
import { AloneList } from "./alone-list.tsx";
import { togetherItem } from "./together-item.tsx";

export const metadata = pageTitle("Review together");

const none: TogetherRequests = { requests: [], alone: [], hasMore: false };

export default async function TogetherPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await requireViewer();
  const { db, secret, clock } = runtime();
  const now = clock();
  const { agent: agentId, type } = readQueueQuery(await props.searchParams, viewer);
  const { requests, alone, hasMore } =
    agentId && type ? await listTogether(db, viewer, { agentId, type }, { secret, now }) : none;
  const [first] = requests;
  const items = [];
  const sameAction = await countSameAction(
    db,
    viewer,
    { agentId: agentId ?? "", digests: requests.map(({ view }) => view.actionDigest) },
    now,
  );
  for (const request of requests) {
    const count = sameAction.get(request.view.actionDigest) ?? 0;
    items.push(await togetherItem(viewer, request, { sameAction: count, now }));
  }
  return (
    <>
      <PageHeader
        back={{ href: "/queue", label: "Requests" }}
        title="Review together"
        description={
          first
            ? `${first.view.entry?.title} by ${first.view.agent.name}, owned by ${first.view.owner.name}. Select the requests to approve. Your passkey signs all of them, and each gets its own receipt.`
            : undefined
        }
        badges={first ? <RiskBadge risk={first.view.entry?.risk ?? null} /> : null}
      />
      <div className="grid gap-6">
        {items.length >= fewestTogether ? (
          <TogetherForm
            items={items}
            now={now.toISOString()}
            href={togetherHref(agentId ?? "", type ?? "")}
          />
        ) : (
          <Card aria-label="Requests">
            <EmptyState
              icon={Files}
              title="Nothing to review together"
              description="At least 2 pending requests from one agent for one action type are needed."
            />
          </Card>
        )}
        {hasMore ? (
          <p className="text-muted-foreground">More requests are pending. Decide these first.</p>
        ) : null}
        <AloneList alone={alone} now={now} />
      </div>
    </>
  );
}
