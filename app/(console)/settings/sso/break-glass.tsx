import { runtime } from "#app/runtime/runtime";
import { eventNames } from "#app/web/audit-labels";
import { EventRow } from "#components/audit/event-row";
import { Card, CardHead } from "#components/ui/card";
import { readEvent } from "#lib/audit/read-event";
import { searchAudit } from "#lib/audit/search";
import { addSeconds } from "#lib/kernel/clock";
import type { Viewer } from "#lib/sessions/session";

const days = 30;

/**
 * Passkey sign-ins of admins in the last 30 days in spite of required single sign-on. Renders
 * nothing without sign-ins.
 */
export async function BreakGlass({ viewer }: { viewer: Viewer }) {
  const { db, clock } = runtime();
  const filter = { type: "sso.break_glass", from: addSeconds(clock(), -days * 24 * 3600) };
  const { entries } = await searchAudit(db, filter, { limit: 20 });
  if (entries.length === 0) return null;
  const events = entries.map(readEvent);
  const names = await eventNames(viewer, events);
  return (
    <Card aria-label="Break-glass sign-ins">
      <CardHead title="Break-glass sign-ins">
        Admins who signed in with a passkey although single sign-on is required. Last {days} days, latest 20.
      </CardHead>
      <ol className="divide-y border-t">
        {events.map((event) => (
          <EventRow key={event.id} {...event} names={names} />
        ))}
      </ol>
    </Card>
  );
}
