import { type ReactNode, useEffect, useRef } from "react";
import { useOpenDecision } from "#components/device/use-open-decision.ts";
import { LocalTime } from "#components/text/local-time";
import { Icon } from "#components/ui/icon";
import { DecisionBar } from "./decision-bar.tsx";
import { UnsentLink, type UnsentPlace, UnsentText } from "./safeguards/unsent-text.tsx";

/**
 * The needs of an open decision page: no new version of the app starts, unsent text stays readable, and
 * after the deadline a bar leads to the text and onward. Only the server knows whether another approver
 * was in time.
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
    // The focused element is gone, or is the hidden note. The reader keeps the place on the page.
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

/** Placed and shaped as the outcome, so that nothing moves under a finger. A failure moves the focus. */
export function Denying({ isShown, ...shown }: { isShown: boolean; isDone: boolean; next: ReactNode }) {
  return isShown ? <Shown {...shown} /> : null;
}

function Shown({ isDone, next }: { isDone: boolean; next: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.focus();
    return () => document.querySelector<HTMLElement>("[data-decision-bar] [role=alert]:not(:empty)")?.focus();
  }, []);
  return (
    <section
      ref={section}
      data-denying
      tabIndex={-1}
      aria-labelledby="denying-title"
      className="grid gap-3 rounded-lg border bg-muted px-4 py-3"
    >
      <div className="flex gap-3">
        <Icon name="x" className="mt-0.5 size-5 text-muted-foreground" />
        <div className="grid min-w-0 gap-0.5">
          <h2 id="denying-title" className="font-semibold text-base">
            {isDone ? "Denied" : "Denying…"}
          </h2>
          {/* Two lines, as in the outcome. */}
          <p>You don't have to wait. If it fails, a message says so.</p>
        </div>
      </div>
      {next}
    </section>
  );
}
