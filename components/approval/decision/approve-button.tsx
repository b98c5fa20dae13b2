import { type MouseEvent, useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import type { Review } from "./safeguards/use-review.ts";

interface ApproveLabels {
  /** The button's act, if more than "Approve": "Approve 12". */
  act?: string;
  /** The subject: "1,250.00 USD". */
  what?: string;
  /** In place of `what`, or after `what` for screen readers: "Refund a payment". */
  detail?: string;
}

/** A press in this time after the button became Approve was meant for Review. In milliseconds. */
const restMilliseconds = 400;

/** The one gate of every approval: unseen signals and signed values, then the reading time. */
export function ApproveButton(props: {
  approve: ApproveLabels;
  variant?: "default" | "destructive";
  review: Review;
  /** The noun for an item to review, in the singular. */
  reviewed?: string;
  secondsLeft: number;
  isDisabled: boolean;
  /** Left out: the button submits its form. */
  onApprove?: () => void;
}) {
  const { approve, review, reviewed = "detail", secondsLeft, onApprove } = props;
  const left = review.left ?? 0;
  const isReviewing = left > 0;
  const isEarly = !isReviewing && secondsLeft > 0;
  const isHeldUp = isReviewing || isEarly;
  const isResting = useJustEnded(isReviewing, restMilliseconds);
  const [wasHeldUp, setWasHeldUp] = useState(false);
  useEffect(() => {
    if (isHeldUp) setWasHeldUp(true);
  }, [isHeldUp]);
  function press(event: MouseEvent) {
    if (!isReviewing && !isResting) return onApprove?.();
    // The last value may count as seen before the browser acts on the press, so a press here never approves.
    event.preventDefault();
    if (isReviewing) review.showNext();
  }
  return (
    <>
      <Button
        // At rest the button keeps its looks, and the focus, which a disabled button would lose.
        className="h-auto min-h-13 w-full min-w-0 rounded-lg px-2 py-1 aria-disabled:cursor-pointer aria-disabled:opacity-100"
        variant={isReviewing ? "outline" : props.variant}
        disabled={props.isDisabled || review.left === undefined || isEarly}
        aria-disabled={isResting || undefined}
        data-shortcut="approve"
        type={isReviewing || onApprove ? "button" : "submit"}
        onClick={press}
      >
        <span className="grid min-w-0 justify-items-center whitespace-normal text-center leading-tight [overflow-wrap:anywhere]">
          {isReviewing ? (
            <>
              <span className="font-semibold text-base tabular-nums">Review {left} more</span>{" "}
              <span className="font-normal text-[0.8125rem]">
                {left === 1 ? reviewed : `${reviewed}s`} not seen yet
              </span>
            </>
          ) : (
            <ApproveLabel approve={approve} secondsLeft={secondsLeft} />
          )}
        </span>
      </Button>
      <span role="status" className="sr-only">
        {wasHeldUp && !isHeldUp && !props.isDisabled ? "You can approve now." : ""}
      </span>
    </>
  );
}

function useJustEnded(is: boolean, milliseconds: number): boolean {
  const [was, setWas] = useState(is);
  useEffect(() => {
    if (is) return setWas(true);
    const timer = setTimeout(() => setWas(false), milliseconds);
    return () => clearTimeout(timer);
  }, [is, milliseconds]);
  return was && !is;
}

function ApproveLabel(props: { approve: ApproveLabels; secondsLeft: number }) {
  const { approve, secondsLeft } = props;
  const { act = "Approve", what, detail } = approve;
  return (
    <>
      <span className="font-semibold text-base tabular-nums">
        {secondsLeft > 0 ? `Approve in ${secondsLeft} s` : act}
      </span>{" "}
      {what || detail ? (
        <span className="font-normal text-[0.8125rem] tabular-nums">
          {what ? <span>{what}</span> : null}
          {detail ? <span className={what ? "sr-only" : undefined}> {detail}</span> : null}
        </span>
      ) : null}
    </>
  );
}
