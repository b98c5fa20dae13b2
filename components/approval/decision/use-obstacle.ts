import { useIsOnline, useIsReady } from "#components/ui/use-browser-state.ts";
import { remedyFor } from "./remedies.ts";
import type { useDecision } from "./use-decision.ts";

/**
 * The reason why the person cannot decide at this moment. The notices explain how a request ended;
 * `why` explains the rest, if needed.
 */
export function useObstacle(left: number, { phase, refusal, change }: ReturnType<typeof useDecision>) {
  const isReady = useIsReady();
  const isOnline = useIsOnline();
  const isRefused = refusal !== undefined && remedyFor(refusal.code) !== "retry";
  const isOver = left <= 0 || change?.isFinal === true || isRefused;
  const isIdle = phase === "idle";
  const isLate = refusal?.code === "request_expired";
  // The server's word may be earlier than the page's clock, which is late by the time of the
  // network.
  const isPast = change?.isFinal ? change.hasExpired === true : left <= 0 || isLate;
  return {
    isOver,
    // What became of a decision that was being sent tells more, and so does another ending.
    hasExpired: isIdle && (!refusal || isLate) && isPast,
    /** Whether the request is no longer pending, as far as this page knows. */
    hasEnded: isIdle && (left <= 0 || isLate || change?.hasEnded === true),
    isBlocked: isOver || !isReady || !isOnline,
    why: isOnline || isOver ? "" : "You're offline. Your text is saved.",
  };
}
