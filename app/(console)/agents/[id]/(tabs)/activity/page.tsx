import { runtime } from "#app/runtime/runtime";
import { eventNames } from "#app/web/audit-labels";
import { EventRow } from "#components/audit/event-row";
import { type OwnershipReceiptLink, OwnershipReceipts } from "#components/people/ownership-receipts";
import { Card, CardHeader, CardTitle, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { listHistory } from "#lib/agents/list-history";
import type { AuditEvent } from "#lib/audit/read-event";
import type { Viewer } from "#lib/sessions/session";
import { type AgentParams, loadAgent, titleOf } from "../../load-agent.ts";

export const generateMetadata = titleOf("Activity");

export default async function AgentActivityPage({ params }: AgentParams) {
  const { agent, viewer } = await loadAgent((await params).id);
  return <AgentHistory agent={agent} viewer={viewer} />;
}

/** The changes of ownership, status and keys. */
async function AgentHistory(props: { agent: { id: string }; viewer: Viewer }) {
  const { agent, viewer } = props;
  const events = await listHistory(runtime().db, agent.id);
  const names = await eventNames(viewer, events);
  const mayReadAll = viewer.roles.includes("admin") || viewer.roles.includes("auditor");
  return (
    <Card>
      <CardHeader>
        <CardTitle>Activity</CardTitle>
        {mayReadAll ? (
          <TextLink isTall href={`/audit?agent=${agent.id}`}>
            View in audit log
          </TextLink>
        ) : null}
      </CardHeader>
      <OwnershipReceipts receipts={receiptsOf(events, viewer)} />
      <RowList className="first:border-t">
        {events.map((event) => (
          <EventRow key={event.id} {...event} names={names} hidesPeople={!mayReadAll} />
        ))}
      </RowList>
    </Card>
  );
}

/** Receipts of signed statements about the agent, for viewers who may read the receipts. */
function receiptsOf(events: AuditEvent[], viewer: Viewer): OwnershipReceiptLink[] {
  const readsAll = viewer.roles.includes("admin") || viewer.roles.includes("auditor");
  return events.flatMap(({ type, at, subject, actor }) => {
    const id = type === "agent.owner_changed" ? subject.offer : subject.attestation;
    if (!id || (!readsAll && actor.id !== viewer.personId)) return [];
    return [{ id, at, what: type === "agent.owner_changed" ? "acceptance" : "confirmation" }];
  });
}
