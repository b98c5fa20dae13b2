import { Alert } from "#components/ui/alert";
import type { ReplayView } from "#lib/policy/replay/find-replay";
import type { ReplayStanding } from "#lib/policy/replay/standing";

/** Whether a replay is of what is decided on now, and whether it came to its end. */
export function ReplayStandingNotice(props: { standing: ReplayStanding; state: ReplayView["state"] }) {
  const { standing, state } = props;
  return (
    <>
      {standing.of === "earlier_draft" ? (
        <Alert variant="warning" title="This replay is of an earlier draft">
          The draft has changed since. Replay again to see what it would have done as it is now.
        </Alert>
      ) : null}
      {standing.of === "in_force" ? (
        <Alert title={`What was replayed is in force, as version ${standing.version}`} />
      ) : null}
      {state === "running" ? <Alert title="The replay is still running">Reload to see more.</Alert> : null}
      {state === "cancelled" ? (
        <Alert variant="warning" title="The replay was cancelled before its end" />
      ) : null}
      {state === "failed" ? <Alert variant="danger" title="The replay did not come to its end" /> : null}
    </>
  );
}
