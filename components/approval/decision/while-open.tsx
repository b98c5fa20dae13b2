import { type ReactNode, useEffect, useRef } from "react";
import { useOpenDecision } from "#components/device/use-open-decision.ts";
import { LocalTime } from "#components/text/local-time";
import { DecisionBar } from "./decision-bar.tsx";
import { UnsentLink, type UnsentPlace, UnsentText } from "./safeguards/unsent-text.tsx";

/**
 * What the page of a decision needs because it stays open: no new version of the app starts under
 * it, a text that wasn't sent stays readable, and after the deadline there is a bar where nothing
 * is left to press but the way to that text, and the way on. Only the server knows whether another
 * approver was in time.
 */
export function WhileOpen(props: {
  hasEnded: boolean;
  isReadingUnsent: boolean;
  hasExpired: boolean;
  /** ISO 8601. */
  at: string;
  isConfirmed: boolean;
  unsent: UnsentPlace;
  next: ReactNode;
}) {
  const { hasExpired, at, isConfirmed, unsent, next } = props;
  const text = useRef<HTMLParagraphElement>(null);
  useOpenDecision();
  useEffect(() => {
    if (!hasExpired) return;
    const focused = document.activeElement;
    // What had the focus is gone, or it is the hidden note. The reader stays where they are on the
    // page.
    if (focused === document.body || !focused?.checkVisibility({ visibilityProperty: true }))
      text.current?.focus({ preventScroll: true });
  }, [hasExpired]);
  return (
    <>
      <UnsentText {...unsent} hasEnded={props.hasEnded} isReading={props.isReadingUnsent} />
      {hasExpired ? (
        <DecisionBar hasColumn>
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 short:basis-full">
            <p ref={text} role="alert" tabIndex={-1}>
              Expired at <LocalTime at={new Date(at)} form="clock" />.
              {isConfirmed ? " Nothing was approved." : null}
            </p>
            <UnsentLink {...unsent} />
            {next}
          </div>
        </DecisionBar>
      ) : null}
    </>
  );
}
