import { runtime } from "#app/runtime/runtime";
import { grouped } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { suggestAboveBudget } from "#lib/notifications/planning/suggest-standing";
import type { Viewer } from "#lib/sessions/session";

/** What would spare the viewer requests, while they are asked more often than they want to be. */
export async function AboveBudget({ viewer, now }: { viewer: Viewer; now: Date }) {
  const suggested = await suggestAboveBudget(runtime().db, { personId: viewer.personId, now });
  if (suggested.length === 0) return null;
  return (
    <Alert className="mb-3" title="You've been asked more than your budget this hour.">
      {suggested.map(({ agent, actionType, requestId, approved }) => (
        <div key={`${agent.id} ${actionType}`} className="flex flex-wrap items-center gap-x-3">
          <span>
            You approved {grouped(approved)} similar requests for {actionType} by {agent.name}.
          </span>
          <LinkButton href={`/requests/${requestId}/standing`} variant="link">
            Sign standing approval…
            <span className="sr-only">
              {" "}
              · {actionType} · {agent.name}
            </span>
          </LinkButton>
        </div>
      ))}
    </Alert>
  );
}
