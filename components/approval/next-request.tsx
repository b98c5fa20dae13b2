import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import type { DecisionQueue } from "#lib/requests/decidable-requests";

/** The way on after a decision: to the next request that needs the viewer, or back to the list. */
export function NextRequest({ queue: { next, count } }: { queue: DecisionQueue }) {
  if (next === undefined)
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p>You're all caught up</p>
        <BackToRequests />
      </div>
    );
  return (
    <Button asChild className="w-fit">
      <Link href={`/requests/${next}`} data-shortcut="next">
        Next request ({count < 100 ? count : "99+"} left)
      </Link>
    </Button>
  );
}

/**
 * The way on from a request that expires while its page is open. The requests before it in the queue
 * expire sooner, so they have expired too. Later ones may have come, so this claims no empty queue.
 */
export function NextAfterExpiry({ queue }: { queue: DecisionQueue }) {
  const { next, count, position = 0 } = queue;
  if (next === undefined) return <BackToRequests />;
  return <NextRequest queue={{ ...queue, count: count < 100 ? count - position : count }} />;
}

function BackToRequests() {
  return (
    <Button asChild variant="outline">
      <Link href="/queue">Back to requests</Link>
    </Button>
  );
}
