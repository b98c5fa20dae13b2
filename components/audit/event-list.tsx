import { Link } from "#components/ui/link";
import type { AuditEvent } from "#lib/audit/read-event";
import type { EventNames } from "#lib/search/event-names";
import type { EventTarget } from "#lib/search/event-target";
import { eventFacts } from "./event-facts.ts";
import { ActorName, EventLine } from "./event-line.tsx";
import { eventDays } from "./event-runs.ts";
import { eventWords, runWords } from "./event-words.ts";
import { TargetName } from "./target-name.tsx";

interface Shared {
  names: EventNames;
  detailsHref: (eventId: string) => string;
  filterHref: (filter: { person?: string; agent?: string; request?: string }) => string;
}

/** Audit events, newest first, below a heading for each day. A run of events is a line. */
export function EventList({ events, ...shared }: Shared & { events: readonly AuditEvent[] }) {
  return eventDays(events).map(({ day, runs }) => (
    <section key={day.toISOString()} aria-label={dayText(day)} className="border-t first:border-t-0">
      <h2 className="border-b bg-muted/60 px-4 py-1.5 font-medium text-[0.8125rem] text-muted-foreground sm:px-5">
        {dayText(day)}
      </h2>
      <ol className="divide-y">
        {runs.map((run) =>
          run.length === 1 ? (
            <EventItem key={run[0].id} event={run[0]} {...shared} />
          ) : (
            <Run key={run[0].id} events={run} {...shared} />
          ),
        )}
      </ol>
    </section>
  ));
}

function EventItem({ event, names, detailsHref, filterHref }: Shared & { event: AuditEvent }) {
  const { id, at, actor, data } = event;
  const target = names.targets.get(event.id);
  const actorFilter = actor.type === "person" || actor.type === "agent" ? actor.type : undefined;
  return (
    <li className="relative hover:bg-muted">
      <EventLine
        at={at}
        actor={
          <FilterLink href={actorFilter && filterHref({ [actorFilter]: actor.id })}>
            <ActorName actor={actor} names={names.names} />
          </FilterLink>
        }
        words={
          <Link
            id={id}
            data-row
            href={detailsHref(id)}
            scroll={false}
            // The whole row is the link; the filters stand above.
            className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
          >
            {eventWords(event)}
          </Link>
        }
        facts={factsBeside(data, target)}
        target={
          target && (
            <FilterLink href={target.filter && filterHref({ [target.filter]: target.id })}>
              <TargetName name={target.name} actorId={actor.id} />
            </FilterLink>
          )
        }
      />
    </li>
  );
}

/** Identical events, or the two of an approval, as a line that opens to a line for each. */
function Run({ events, ...shared }: Shared & { events: [AuditEvent, ...AuditEvent[]] }) {
  const [newest] = events;
  const { actor, data } = newest;
  const oldest = events.at(-1) ?? newest;
  const isOneAct = newest.type !== oldest.type;
  const target = shared.names.targets.get(newest.id);
  return (
    <li>
      <details className="group/run">
        <summary
          data-row
          className="block cursor-pointer list-none hover:bg-muted focus-visible:-outline-offset-2"
        >
          <EventLine
            isRun
            at={newest.at}
            actor={<ActorName actor={actor} names={shared.names.names} />}
            words={isOneAct ? eventWords(newest) : runWords(newest, events.length)}
            facts={eventFacts(isOneAct ? oldest.data : data)}
            target={
              isOneAct
                ? target && <TargetName name={target.name} actorId={actor.id} />
                : `Since ${oldest.at.toISOString().slice(11, 19)} UTC`
            }
          />
        </summary>
        <ol className="divide-y border-t bg-muted/40 md:pl-4">
          {events.map((event) => (
            <EventItem key={event.id} event={event} {...shared} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function FilterLink({ href, children }: { href: string | undefined; children: React.ReactNode }) {
  if (href === undefined) return children;
  return (
    <Link
      href={href}
      className="relative z-10 inline-block max-w-full one-line align-bottom leading-6 hover:underline"
    >
      {children}
      <span className="sr-only">, filter</span>
    </Link>
  );
}

function factsBeside(data: Record<string, unknown>, target: EventTarget | undefined): string[] {
  return eventFacts(data, target?.filter === "request" ? ["action_type"] : []);
}

const dayForm = new Intl.DateTimeFormat("en-GB", {
  ...{ weekday: "long", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" },
});

/** "Tuesday 24 Nov 2026 (UTC)". */
function dayText(day: Date): string {
  return `${dayForm.format(day).replace(",", "")} (UTC)`;
}
