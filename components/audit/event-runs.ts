import type { AuditEvent } from "#lib/audit/read-event";
import { eventFacts } from "./event-facts.ts";

/** Events of a UTC day, newest first, in runs of identical events and of the events of an approval. */
export interface EventDay {
  /** Midnight, UTC. */
  day: Date;
  runs: [AuditEvent, ...AuditEvent[]][];
}

/** Events by day and run. A run has neighbors only: no event is moved or left out. */
export function eventDays(events: readonly AuditEvent[]): EventDay[] {
  const days: EventDay[] = [];
  let previous: string | undefined;
  for (const event of events) {
    const day = event.at.toISOString().slice(0, 10);
    const key = JSON.stringify([day, sameness(event)]);
    const last = days.at(-1);
    const run = last?.runs.at(-1);
    const isSameDay = last?.day.toISOString().startsWith(day);
    if (!last || !isSameDay) days.push({ day: new Date(`${day}T00:00:00Z`), runs: [[event]] });
    else if (run && isApprovalOf(run, event)) {
      run.push(event);
      // Another approval is another act.
      previous = undefined;
      continue;
    } else if (key === previous) run?.push(event);
    else last.runs.push([event]);
    previous = key;
  }
  return days;
}

/** Whether a run is the event of an approved request, and `event` its last approval. */
function isApprovalOf([approved, ...others]: EventDay["runs"][number], event: AuditEvent): boolean {
  return (
    approved.type === "request.approved" &&
    event.type === "request.approval_given" &&
    others.length === 0 &&
    approved.actor.id === event.actor.id &&
    approved.subject.request === event.subject.request &&
    approved.at.getTime() === event.at.getTime()
  );
}

/** A request and its parts have IDs of their own, which does not make events different. */
const ownIds = new Set(["request", "grant", "approval"]);

/** Equal for events that look alike in the list. */
function sameness({ type, actor, subject, data }: AuditEvent) {
  const about = Object.entries(subject).filter(([kind]) => !ownIds.has(kind));
  return [type, actor.id, about.sort(), eventFacts(data)];
}
