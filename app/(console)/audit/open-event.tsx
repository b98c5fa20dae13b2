import { runtime } from "#app/runtime/runtime";
import { eventNames } from "#app/web/audit-labels";
import { EventDetails } from "#components/audit/event-details";
import { actorName } from "#components/audit/event-line";
import { eventWords } from "#components/audit/event-words.ts";
import { LinkButton } from "#components/ui/button";
import { Sheet } from "#components/ui/dialog/sheet";
import { findEvent } from "#lib/audit/find-event";
import type { AuditEvent } from "#lib/audit/read-event";
import type { EventNames } from "#lib/search/event-names";
import type { Viewer } from "#lib/sessions/session";

/** The drawer with the event of the URL. Renders nothing for an unknown event. */
export async function OpenEvent(props: {
  id: string;
  viewer: Viewer;
  onPage: AuditEvent[];
  names: EventNames;
  closeHref: string;
}) {
  const listed = props.onPage.find(({ id }) => id === props.id);
  const event = listed ?? (await findEvent(runtime().db, props.id));
  if (!event) return null;
  const names = listed ? props.names : await eventNames(props.viewer, [event]);
  const { request } = event.subject;
  return (
    <Sheet
      key={event.id}
      title={`${actorName(event.actor, names.names)} ${eventWords(event)}`}
      closeHref={props.closeHref}
      returnTo={event.id}
    >
      <EventDetails event={event} names={names}>
        {request ? (
          <LinkButton href={`/audit?request=${request}`} variant="outline" className="justify-self-start">
            Events of this request
          </LinkButton>
        ) : null}
      </EventDetails>
    </Sheet>
  );
}
