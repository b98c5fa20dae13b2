import { LocalTime } from "#components/text/local-time";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { DecisionBar } from "./decision-bar.tsx";

/**
 * The bar of a request that expired while its page was open: there is nothing left to press but the way
 * back. Only the server knows whether another approver was in time.
 */
export function ExpiredBar({ at, isConfirmed }: { at: string; isConfirmed: boolean }) {
  return (
    <DecisionBar>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 short:basis-full">
        <p role="alert">
          Expired at <LocalTime at={new Date(at)} form="clock" />.
          {isConfirmed ? " Nothing was approved." : null}
        </p>
        <Button asChild variant="outline">
          <Link href="/queue">Back to requests</Link>
        </Button>
      </div>
    </DecisionBar>
  );
}
