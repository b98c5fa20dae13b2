import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useServerNow } from "#components/ui/use-server-now.ts";
import type { OfferedEdit } from "../edit/edit-request.ts";
import type { DecisionProps } from "./decision-props.ts";
import { forgetStoredTexts, useStoredText } from "./safeguards/stored-text.ts";
import { useReadingTime } from "./safeguards/use-reading-time.ts";
import { useReview } from "./safeguards/use-review.ts";
import { useDecision } from "./use-decision.ts";
import { useObstacle } from "./use-obstacle.ts";

export type DecisionForm = ReturnType<typeof useDecisionForm>;

/** What the person has typed and pressed, what still prevents a decision, and the acts. */
export function useDecisionForm(props: DecisionProps) {
  const { safeguards } = props;
  const decision = useDecision(props);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const [note, setNote] = useStoredText(props, "note", noteField);
  const [reason, setReason] = useStoredText(props, "reason");
  const left = Date.parse(props.expiresAt) - useServerNow(props.now);
  const obstacle = useObstacle(left, decision);
  const [isEditRefused, setIsEditRefused] = useState(false);
  const [asking, setAsking] = useState<{ edited?: OfferedEdit }>();
  useFocusAfter(decision.phase === "decided");
  useLookAt(left <= 0, decision.look);

  function approve(what: { edited?: OfferedEdit }) {
    const { numberMatching } = what.edited?.safeguards ?? safeguards;
    if (numberMatching) setAsking(what);
    else void approveWith(what);
  }

  async function approveWith(what: Parameters<typeof decision.approve>[1]) {
    const isApproved = await decide(() => decision.approve(note, what));
    setIsEditRefused(!isApproved && what?.edited !== undefined);
  }

  async function decide(run: () => Promise<boolean>): Promise<boolean> {
    if (!(await run())) return false;
    forgetStoredTexts(props);
    return true;
  }

  return {
    ...{ ...obstacle, decision, noteField, note, setNote, reason, setReason, left, isEditRefused, approve },
    decide,
    review: useReview(props.shown),
    secondsLeft: useReadingTime(props.now, safeguards.readingSeconds),
    isDisabled: decision.phase !== "idle" || obstacle.isBlocked,
    number: {
      // An edited request may need the number where the original doesn't.
      isNeeded: safeguards.numberMatching || asking !== undefined,
      isAsking: asking !== undefined && !obstacle.isOver,
      close: () => setAsking(undefined),
      give: (number: string) => void approveWith({ ...asking, number }),
    },
  };
}

/** Looks at the request once its time is over, because another approver may have been in time. */
function useLookAt(isOver: boolean, look: () => Promise<void>): void {
  const lookNow = useEffectEvent(look);
  useEffect(() => {
    if (isOver) void lookNow();
  }, [isOver]);
}

/** Moves the focus to the outcome when the decision gives way to it. */
function useFocusAfter(isDecided: boolean): void {
  useEffect(() => {
    if (isDecided) return () => document.getElementById("outcome")?.focus();
  }, [isDecided]);
}
