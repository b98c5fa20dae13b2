import { Outcome } from "#components/approval/decision/outcome";
import { WatchLater } from "#components/approval/decision/watch-later";
import { GrantLine } from "#components/approval/grant-line";
import { ExecutionLine } from "#components/execution/execution-line";
import { ResolveExecutionLater } from "#components/execution/resolve-execution-later";
import { Receipts } from "#components/receipt/receipts";
import { Alert } from "#components/ui/alert";
import type { ExecutionView } from "#lib/boundary/executions/find-execution";
import { longestNote } from "#lib/boundary/executions/resolve-execution";
import { progressOf } from "#lib/requests/progress";
import type { RequestView } from "#lib/requests/request-view";
import { resolve } from "../execution-actions.ts";

/**
 * Shown instead of a decision form: the outcome, the receipts, and changes while the page is open.
 */
export function Conclusion(props: {
  view: RequestView;
  execution: ExecutionView | undefined;
  viewerId: string;
  now: Date;
}) {
  const { view, execution, viewerId, now } = props;
  const approvals = view.decisions.filter(({ decision, voided }) => decision === "approve" && !voided);
  return (
    <Outcome view={view} viewerId={viewerId}>
      {execution ? (
        <ExecutionLine view={view} execution={execution} />
      ) : view.grant ? (
        <GrantLine grant={view.grant} now={now} />
      ) : null}
      {execution?.mayResolve ? (
        <Alert variant="warning" title="Uncertain">
          <p className="mb-2">
            This action may or may not have run. Check the tool and record what you found.
          </p>
          <ResolveExecutionLater
            action={resolve}
            requestId={view.id}
            what={view.entry?.title ?? view.action.type}
            notation={view.action.resource ?? null}
            longestNote={longestNote}
          />
        </Alert>
      ) : null}
      <WatchLater
        requestId={view.id}
        viewerId={viewerId}
        progress={progressOf(view)}
        renderedAt={now.toISOString()}
      />
      <Receipts
        approvals={approvals.map(({ id, person, at }) => ({ id, by: person.name, at }))}
        showsCommand={view.state === "approved"}
      />
    </Outcome>
  );
}
