import { Alert } from "#components/ui/alert";
import type { ReplayView } from "#lib/policy/replay/find-replay";
import type { ReplayValidity } from "#lib/policy/replay/validity";

/**
 * Tells whether a replay matches the current draft and live version, and whether the replay
 * finished.
 */
export function ReplayValidityNotice(props: { validity: ReplayValidity; state: ReplayView["state"] }) {
  const { validity, state } = props;
  return (
    <>
      {validity.of === "earlier_draft" ? (
        <Alert variant="warning" title="This preview is out of date">
          The draft has changed since. Run it again to see the current impact.
        </Alert>
      ) : null}
      {validity.of === "in_force" ? (
        <Alert title={`The previewed draft is now live as version ${validity.version}`} />
      ) : null}
      {state === "running" ? <Alert title="Preview in progress">Reload to see more results.</Alert> : null}
      {state === "cancelled" ? (
        <Alert variant="warning" title="The preview was stopped before it finished" />
      ) : null}
      {state === "failed" ? <Alert variant="danger" title="The preview failed before it finished" /> : null}
    </>
  );
}
