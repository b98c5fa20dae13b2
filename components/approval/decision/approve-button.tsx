"use client";

import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { Review } from "./safeguards/use-review.ts";

/**
 * The right button of the decision bar: to the next signed values while some are below the screen,
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
        size="lg"
        className="h-auto min-w-0 shrink py-1.5 max-[26rem]:px-3 md:min-h-12"
        data-long={approve.what.length > 13 || undefined}
        variant={isReviewing ? "outline" : "default"}
        disabled={props.isDisabled || review.left === undefined || isEarly}
        data-shortcut="approve"
        onClick={isReviewing ? review.showNext : onApprove}
      >
        <Icon name={isReviewing ? "chevron-down" : "key"} className="max-[24rem]:hidden" />
        <span className="grid min-w-0 whitespace-normal text-left leading-tight [overflow-wrap:anywhere]">
          {isReviewing ? (
            <span className="font-semibold tabular-nums">
              Review {left} more {left === 1 ? "detail" : "details"}
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
  if (secondsLeft > 0)
    return (
      <>
        <span className="font-semibold tabular-nums">Approve in {secondsLeft} s</span>{" "}
        <span className="font-normal text-xs tabular-nums">
          <Whole text={what || detail} />
        </span>
      </>
    );
  return (
    <>
      <span className="font-semibold tabular-nums">
        Approve <Whole text={what} />
      </span>{" "}
      {detail ? <span className="font-normal text-xs">{detail}</span> : null}
    </>
  );
}

/** On a line of its own where it doesn't fit beside other words, so that neither number nor currency is cut. */
function Whole({ text }: { text: string }) {
  return <span className="inline-block">{text}</span>;
}
