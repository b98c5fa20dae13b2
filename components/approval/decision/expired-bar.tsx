import { type ReactNode, useEffect, useRef, useState } from "react";
import { LocalTime } from "#components/text/local-time";
import { Button } from "#components/ui/button";
import { DecisionBar } from "./decision-bar.tsx";
import { type Unsent, UnsentText, unsentTexts } from "./unsent-text.tsx";

/**
 * The bar of a request that expired while its page was open: there is nothing left to press but the way
 * on. Only the server knows whether another approver was in time. A text that was being written stays
 * readable.
 */
export function ExpiredBar(props: {
  requestId: string;
  hasExpired: boolean;
  /** ISO 8601. */
  at: string;
  isConfirmed: boolean;
  next: ReactNode;
}) {
  const { requestId, hasExpired, at, isConfirmed, next } = props;
  const text = useRef<HTMLParagraphElement>(null);
  const wasWriting = useWasWriting();
  const [unsent, setUnsent] = useState<Unsent[]>([]);
  const [isReading, setIsReading] = useState<boolean>();
  useEffect(() => {
    if (!hasExpired) return;
    const texts = unsentTexts(requestId);
    setUnsent(texts);
    if (texts.length > 0 && wasWriting()) return setIsReading(true);
    const focused = document.activeElement;
    // What had the focus is gone, or it is the hidden note. The reader stays where they are on the page.
    if (focused === document.body || !focused?.checkVisibility({ visibilityProperty: true }))
      text.current?.focus({ preventScroll: true });
  }, [hasExpired, requestId, wasWriting]);
  // The dialog in which the text was written is gone, and with it what would get the focus back.
  useEffect(() => {
    if (isReading === false && document.activeElement === document.body)
      text.current?.focus({ preventScroll: true });
  }, [isReading]);
  if (!hasExpired) return null;
  return (
    <DecisionBar>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 short:basis-full">
        <p ref={text} role="alert" tabIndex={-1}>
          Expired at <LocalTime at={new Date(at)} form="clock" />.
          {isConfirmed ? " Nothing was approved." : null}
        </p>
        {unsent.length > 0 ? (
          <Button variant="link" onClick={() => setIsReading(true)}>
            View unsent text
          </Button>
        ) : null}
        {next}
      </div>
      <UnsentText texts={unsent} isOpen={isReading === true} onOpen={setIsReading} />
    </DecisionBar>
  );
}

/** Whether the focus was last in a dialog with a text, also when that dialog is no longer on the page. */
function useWasWriting(): () => boolean {
  const dialog = useRef<Element>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      dialog.current = target instanceof Element ? target.closest("dialog:has(textarea)") : null;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  const [wasWriting] = useState(() => () => dialog.current !== null);
  return wasWriting;
}
