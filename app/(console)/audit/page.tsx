import { fromStandby } from "#app/runtime/from-standby";
import { eventNames } from "#app/web/audit-labels";
import { agentFilter, personFilter } from "#app/web/forms/person-options";
import { openPage, pageTitle } from "#app/web/open-page";
import { auditQuerySchema, auditQueryText } from "#app/web/query/audit-query";
import { singleValues } from "#app/web/query/search-params";
import { AuditFilters } from "#components/audit/audit-filters";
import { EventList } from "#components/audit/event-list";
import { Button, LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Icon } from "#components/ui/icon";
import { PageHeader } from "#components/ui/page-header";
import { auditEventTypes } from "#lib/audit/event-types";
import { readEvent } from "#lib/audit/read-event";
import { searchAudit } from "#lib/audit/search";
import { OpenEvent } from "./open-event.tsx";
import { timeRanges } from "./time-ranges.ts";

export const metadata = pageTitle("Audit log");

const eventsOnPage = 50;

/** The filters of the page, as written in the URL. */
type Values = Record<string, string>;

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const { viewer, now } = await openPage("auditor", "admin");
  const query = singleValues(await searchParams);
  const { before, after, event: openId, person: personText, agent: agentText, ...others } = query;
  const [person, agent] = await Promise.all([
    personFilter(viewer, personText),
    agentFilter(viewer, agentText),
  ]);
  const values: Values = {
    ...others,
    ...(person.id && { person: person.id }),
    ...(agent.id && { agent: agent.id }),
  };
  const parsed = auditQuerySchema.safeParse(values);
  const fault = person.fault ?? agent.fault ?? parsed.error?.issues[0]?.message;
  const page =
    parsed.success && !fault
      ? await fromStandby((db) => searchAudit(db, parsed.data, { before, after, limit: eventsOnPage }))
      : { entries: [] };
  const events = page.entries.map(readEvent);
  const names = await eventNames(viewer, events);
  const here: Values = { ...values, ...(before && { before }), ...(after && { after }) };
  return (
    <>
      <PageHeader
        title="Audit log"
        isList
        description="Every change and decision, and who made it. Entries can't be edited or deleted."
      >
        <Export format="csv" values={values} />
        <Export format="jsonl" values={values} />
      </PageHeader>
      <AuditFilters
        types={auditEventTypes}
        people={person.choices}
        agents={agent.choices}
        values={values}
        fault={fault}
        ranges={timeRanges(values, now)}
      />
      <Card aria-label="Events" className="overflow-hidden">
        {events.length > 0 ? (
          <EventList
            events={events}
            names={names}
            detailsHref={(event) => auditHref({ ...here, event })}
            filterHref={(filter) => auditHref({ ...values, ...filter })}
          />
        ) : (
          <NoEvents isFaulty={fault !== undefined} />
        )}
      </Card>
      <Paging values={values} older={page.older} newer={page.newer} />
      {openId ? (
        <OpenEvent id={openId} viewer={viewer} onPage={events} names={names} closeHref={auditHref(here)} />
      ) : null}
    </>
  );
}

function auditHref(values: Values): string {
  const query = auditQueryText(values);
  return query ? `/audit?${query}` : "/audit";
}

function Export({ format, values }: { format: "csv" | "jsonl"; values: Values }) {
  return (
    <Button asChild variant="outline">
      <a href={`/api/audit.${format}?${auditQueryText(values)}`} download>
        <Icon name="download" />
        Export {format.toUpperCase()}
      </a>
    </Button>
  );
}

function NoEvents({ isFaulty }: { isFaulty: boolean }) {
  return (
    <EmptyState
      icon="scroll"
      title={isFaulty ? "Check your filters" : "No matching events"}
      description={isFaulty ? "Change or clear the filter." : "Try a wider time range or clear a filter."}
    >
      <LinkButton href="/audit" variant="outline">
        Clear filters
      </LinkButton>
    </EmptyState>
  );
}

function Paging(props: { values: Values; older?: string; newer?: string }) {
  const { values, older, newer } = props;
  if (older === undefined && newer === undefined) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-between gap-2">
      {newer === undefined ? (
        <span />
      ) : (
        <LinkButton href={auditHref({ ...values, after: newer })} variant="outline">
          Newer
        </LinkButton>
      )}
      {older === undefined ? null : (
        <LinkButton href={auditHref({ ...values, before: older })} variant="outline">
          Older
        </LinkButton>
      )}
    </nav>
  );
}
