import { Download, ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { eventNames } from "#app/web/audit-labels";
import { agentFilter, personFilter } from "#app/web/forms/person-options";
import { auditQuerySchema, auditQueryText } from "#app/web/query/audit-query";
import { singleValues } from "#app/web/query/search-params";
import { requireViewer } from "#app/web/session/viewer";
import { AuditFilters } from "#components/audit/audit-filters";
import { EventRow } from "#components/audit/event-row";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { auditEventTypes } from "#lib/audit/event-types";
import { readEvent } from "#lib/audit/read-event";
import { searchAudit } from "#lib/audit/search";

export const metadata: Metadata = { title: "Audit log" };

const eventsOnPage = 50;

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await requireViewer("auditor", "admin");
  const { db } = runtime();
  const query = singleValues(await searchParams);
  const { before, after, person: personText, agent: agentText, ...others } = query;
  const [person, agent] = await Promise.all([
    personFilter(viewer, personText),
    agentFilter(viewer, agentText),
  ]);
  const values: Record<string, string> = {
    ...others,
    ...(person.id && { person: person.id }),
    ...(agent.id && { agent: agent.id }),
  };
  const parsed = auditQuerySchema.safeParse(values);
  const isSound = parsed.success && !person.fault && !agent.fault;
  const page = isSound
    ? await searchAudit(db, parsed.data, { before, after, limit: eventsOnPage })
    : { entries: [] };
  const events = page.entries.map(readEvent);
  const names = await eventNames(viewer, events);
  const errors = {
    ...(parsed.success ? {} : errorsByField(parsed.error.issues)),
    ...(person.fault && { person: person.fault }),
    ...(agent.fault && { agent: agent.fault }),
  };
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Every change and decision, and who made it. Entries can't be edited or deleted."
      >
        <Export format="csv" values={values} />
        <Export format="jsonl" values={values} />
      </PageHeader>
      <Card className="mb-5" aria-label="Filters">
        <details open={Object.keys(values).length > 0 || !isSound}>
          <summary className="min-h-11 cursor-pointer rounded-lg px-4 py-2.5 font-medium sm:px-5">
            Filter
          </summary>
          <AuditFilters
            types={auditEventTypes}
            people={person.choices}
            agents={agent.choices}
            values={values}
            errors={errors}
          />
        </details>
      </Card>
      <Card aria-label="Events">
        {events.length > 0 ? (
          <ol className="divide-y">
            {events.map((event) => (
              <EventRow key={event.id} {...event} names={names} />
            ))}
          </ol>
        ) : (
          <NoEvents isFaulty={!isSound} />
        )}
      </Card>
      <Paging values={values} older={page.older} newer={page.newer} />
    </>
  );
}

function Export({ format, values }: { format: "csv" | "jsonl"; values: Record<string, string> }) {
  return (
    <Button asChild variant="outline">
      <a href={`/api/audit.${format}?${auditQueryText(values)}`} download>
        <Download aria-hidden />
        Export {format.toUpperCase()}
      </a>
    </Button>
  );
}

function NoEvents({ isFaulty }: { isFaulty: boolean }) {
  return (
    <EmptyState
      icon={ScrollText}
      title={isFaulty ? "Check your filters" : "No matching events"}
      description={isFaulty ? "Fix the highlighted fields." : "Try a wider time range or clear a filter."}
    >
      <Button asChild variant="outline">
        <Link href="/audit">Clear filters</Link>
      </Button>
    </EmptyState>
  );
}

function Paging(props: { values: Record<string, string>; older?: string; newer?: string }) {
  if (props.older === undefined && props.newer === undefined) return null;
  const href = (cursor: Record<string, string>) => `/audit?${auditQueryText({ ...props.values, ...cursor })}`;
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-between gap-2">
      {props.newer === undefined ? (
        <span />
      ) : (
        <Button asChild variant="outline">
          <Link href={href({ after: props.newer })}>Newer</Link>
        </Button>
      )}
      {props.older === undefined ? null : (
        <Button asChild variant="outline">
          <Link href={href({ before: props.older })}>Older</Link>
        </Button>
      )}
    </nav>
  );
}

function errorsByField(issues: { path: PropertyKey[]; message: string }[]): Record<string, string> {
  return Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]));
}
