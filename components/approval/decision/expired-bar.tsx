import { type ReactNode, useEffect, useRef } from "react";
import { LocalTime } from "#components/text/local-time";
import { DecisionBar } from "./decision-bar.tsx";

/**
 * The bar of a request that expired while its page was open: there is nothing left to press but the way
 * on. Only the server knows whether another approver was in time.
 */
export function ExpiredBar(props: {
  hasExpired: boolean;
  /** ISO 8601. */
  at: string;
  isConfirmed: boolean;
  next: ReactNode;
}) {
  const { hasExpired, at, isConfirmed, next } = props;
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!hasExpired) return;
    const focused = document.activeElement;
    // What had the focus is gone, or it is the hidden note. The reader stays where they are on the page.
    if (focused === document.body || !focused?.checkVisibility({ visibilityProperty: true }))
      text.current?.focus({ preventScroll: true });
  }, [hasExpired]);
  if (!hasExpired) return null;
  return (
    <DecisionBar>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 short:basis-full">
        <p ref={text} role="alert" tabIndex={-1}>
          Expired at <LocalTime at={new Date(at)} form="clock" />.
          {isConfirmed ? " Nothing was approved." : null}
        </p>
        {next}
      </div>
    </DecisionBar>
  );
}
