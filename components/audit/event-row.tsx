import type { AuditEvent } from "#lib/audit/read-event";
import type { EventNames } from "#lib/search/event-names";
import { EventDetails } from "./event-details.tsx";
import { eventFacts } from "./event-facts.ts";
import { ActorName, EventLine } from "./event-line.tsx";
import { eventWords } from "./event-words.ts";
import { TargetName } from "./target-name.tsx";

export interface EventRowProps extends AuditEvent {
  names: EventNames;
  /** Whether the reader may not open pages of people: names are then not links. */
  hidesPeople?: boolean;
}

/** An audit event in a card of another page: a line that opens in place. */
export function EventRow({ names, hidesPeople, ...event }: EventRowProps) {
  const target = names.targets.get(event.id);
  return (
    <li>
      <details>
        <summary
          data-row
          className="block cursor-pointer list-none hover:bg-muted focus-visible:-outline-offset-2"
        >
          <EventLine
            at={event.at}
            isDated
            actor={<ActorName actor={event.actor} names={names.names} />}
            words={eventWords(event)}
            facts={eventFacts(event.data)}
            target={target && <TargetName name={target.name} actorId={event.actor.id} />}
          />
        </summary>
        <div className="border-t bg-muted/40 px-4 py-4 sm:px-5">
          <EventDetails event={event} names={names} hidesPeople={hidesPeople} />
        </div>
      </details>
    </li>
  );
}
