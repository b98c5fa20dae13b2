import { Outcome } from "#components/approval/decision/outcome";
import { WatchLater } from "#components/approval/decision/watch-later";
import { GrantLine } from "#components/approval/grant-line";
import { Receipts } from "#components/receipt/receipts";
import { progressOf } from "#lib/requests/progress";
import type { RequestView } from "#lib/requests/request-view";

/**
 * Shown instead of a decision form: the outcome, the receipts, and changes while the page is open.
 */
export function Conclusion({ view, viewerId, now }: { view: RequestView; viewerId: string; now: Date }) {
  const approvals = view.decisions.filter(({ decision, voided }) => decision === "approve" && !voided);
  return (
    <Outcome view={view} viewerId={viewerId}>
      {view.grant ? <GrantLine grant={view.grant} now={now} /> : null}
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
