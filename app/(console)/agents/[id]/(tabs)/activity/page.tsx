import { runtime } from "#app/runtime/runtime";
import { eventNames } from "#app/web/audit-labels";
import { EventRow } from "#components/audit/event-row";
import { UtcTime } from "#components/text/utc-time";
import { Card, CardHeader, CardTitle, RowList } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import { TextLink } from "#components/ui/link";
import { listHistory } from "#lib/agents/list-history";
import type { AuditEvent } from "#lib/audit/read-event";
import type { Viewer } from "#lib/sessions/session";
import { type AgentParams, loadAgent, titleOf } from "../../load-agent.ts";

export const generateMetadata = titleOf("Activity");

export default async function AgentActivityPage({ params }: AgentParams) {
  const { agent, viewer } = await loadAgent((await params).id);

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

interface OwnershipReceiptLink {
  /** The offer that was accepted, or the attestation. */
  id: string;
  at: Date;
  what: string;
}

/** Receipts of signatures about an agent, to store and verify without this server. */
function OwnershipReceipts({ receipts }: { receipts: OwnershipReceiptLink[] }) {
  if (receipts.length === 0) return null;
  return (
    <ul aria-label="Receipts" className="flex flex-wrap gap-x-5 gap-y-1 px-4 pb-3 sm:px-5">
      {receipts.map(({ id, at, what }) => (
        <li key={id}>
          <a
            href={`/api/ownership/receipts/${id}`}
            download={`ownership-receipt-${id}.json`}
            className="inline-flex min-h-11 fine:min-h-8 items-center gap-1.5 text-link underline underline-offset-3"
          >
            <Icon name="download" />
            Receipt of the {what} · <UtcTime at={at} />
          </a>
        </li>
      ))}
      <li>
        <a
          href="/verify"
          className="inline-flex min-h-11 fine:min-h-8 items-center text-link underline underline-offset-3"
        >
          Verify in the browser
        </a>
      </li>
    </ul>
  );
}
