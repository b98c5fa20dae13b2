import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useIsOnline, useIsReady } from "#components/ui/use-browser-state.ts";
import { useServerNow } from "#components/ui/use-server-now.ts";
import type { OfferedEdit } from "../edit/edit-request.ts";
import type { DecisionProps } from "./decision-props.ts";
import { remedyFor } from "./remedies.ts";
import { forgetStoredTexts, useStoredText } from "./safeguards/stored-text.ts";
import { useReadingTime } from "./safeguards/use-reading-time.ts";
import { useReview } from "./safeguards/use-review.ts";
import { useDecision } from "./use-decision.ts";

export type DecisionForm = ReturnType<typeof useDecisionForm>;

/** The person's input, the obstacles to a decision, and the acts. */
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

/** Looks at the request at its deadline, because another approver may have been in time. */
function useLookAt(isOver: boolean, look: () => Promise<void>): void {
  const lookNow = useEffectEvent(look);
  useEffect(() => {
    if (isOver) void lookNow();
  }, [isOver]);
}

function useFocusAfter(isDecided: boolean): void {
  useEffect(() => {
    if (isDecided) return () => document.getElementById("outcome")?.focus();
  }, [isDecided]);
}

/** Why the person cannot decide now. The notices explain the end of a request, and `why` the rest. */
function useObstacle(left: number, { phase, refusal, change }: ReturnType<typeof useDecision>) {
  const isReady = useIsReady();
  const isOnline = useIsOnline();
  const isRefused = refusal !== undefined && remedyFor(refusal.code) !== "retry";
  const isOver = left <= 0 || change?.isFinal === true || isRefused;
  const isIdle = phase === "idle";
  const isLate = refusal?.code === "request_expired";
  // The server may call the end before the page's clock, which is late by the network's time.
  const isPast = change?.isFinal ? change.hasExpired === true : left <= 0 || isLate;
  return {
    isOver,
    // The fate of a running decision tells more, and so does another ending.
    hasExpired: isIdle && (!refusal || isLate) && isPast,
    hasEnded: isIdle && (left <= 0 || isLate || change?.hasEnded === true),
    isBlocked: isOver || !isReady || !isOnline,
    why: isOnline || isOver ? "" : "You're offline. Your text is saved.",
  };
}
