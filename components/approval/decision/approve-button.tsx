"use client";

import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import type { Review } from "./safeguards/use-review.ts";

/**
 * The right button of a decision: to the next signal or signed value while some were not on screen,
 * then Approve, after the reading time.
 */
export function ApproveButton(props: {
  /** The labels of the button: "1,250.00 USD", and "Refund a payment". */
  approve: { what: string; detail: string };
  review: Review;
  /** How many seconds of the reading time are left. */
  secondsLeft: number;
  isDisabled: boolean;
  onApprove: () => void;
}) {
  const { approve, review, secondsLeft, onApprove } = props;
  const left = review.left ?? 0;
  const isReviewing = left > 0;
  const isEarly = !isReviewing && secondsLeft > 0;
  const isHeldUp = isReviewing || isEarly;
  const [wasHeldUp, setWasHeldUp] = useState(false);
  useEffect(() => {
    if (isHeldUp) setWasHeldUp(true);
  }, [isHeldUp]);
  return (
    <>
      <Button
        className="h-auto min-h-13 w-full min-w-0 rounded-lg px-2 py-1"
        variant={isReviewing ? "outline" : "default"}
        disabled={props.isDisabled || review.left === undefined || isEarly}
        data-shortcut="approve"
        onClick={isReviewing ? review.showNext : onApprove}
      >
        <span className="grid min-w-0 justify-items-center whitespace-normal text-center leading-tight [overflow-wrap:anywhere]">
          {isReviewing ? (
            <span className="font-semibold text-base tabular-nums">
              Review {left} more <span className="sr-only">{left === 1 ? "detail" : "details"}</span>
            </span>
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

function ApproveLabel(props: { approve: { what: string; detail: string }; secondsLeft: number }) {
  const { approve, secondsLeft } = props;
  const { what, detail } = approve;
  return (
    <>
      <span className="font-semibold text-base tabular-nums">
        {secondsLeft > 0 ? `Approve in ${secondsLeft} s` : "Approve"}
      </span>{" "}
      <span className="font-normal text-[0.8125rem] tabular-nums">
        {what ? <span>{what}</span> : null} <span className={what ? "sr-only" : undefined}>{detail}</span>
      </span>
    </>
  );
}
