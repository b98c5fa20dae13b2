import type { ReactNode } from "react";
import { Button, LinkButton } from "#components/ui/button";
import type { DecisionQueue } from "#lib/requests/decidable-requests";
import { NextLink } from "./next-link.tsx";

/** The way on after a decision: to the viewer's next request, or back to the list. */
export function NextRequest({ queue: { next, count } }: { queue: DecisionQueue }) {
  if (next === undefined)
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p>You're all caught up</p>
        <BackToRequests />
      </div>
    );
  return <NextButton id={next}>Next request ({count < 100 ? count : "99+"} left)</NextButton>;
}

/** No count: earlier requests of the queue have expired too, and later requests may have come. */
export function NextAfterExpiry({ queue: { next } }: { queue: DecisionQueue }) {
  return next === undefined ? <BackToRequests /> : <NextButton id={next}>Next request</NextButton>;
}

/** The way on from a request with another ending: earlier requests may still be pending. */
export function NextAfterEnding({ queue: { next, previous } }: { queue: DecisionQueue }) {
  const other = next ?? previous;
  return other === undefined ? <BackToRequests /> : <NextButton id={other}>Next request</NextButton>;
}

function NextButton({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Button asChild className="w-fit">
      <NextLink id={id} data-shortcut="next">
        {children}
      </NextLink>
    </Button>
  );
}

function BackToRequests() {
  return (
    <LinkButton href="/queue" variant="outline">
      Back to requests
    </LinkButton>
  );
}
