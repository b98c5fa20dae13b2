"use client";

import { amountText } from "#components/text/amount-text.ts";
import { useIsOnline, useIsReady } from "#components/ui/use-browser-state.ts";
import { ApproveButton } from "../decision/approve-button.tsx";
import { Countdown } from "../decision/countdown.tsx";
import { DecisionBar } from "../decision/decision-bar.tsx";
import { phaseWords } from "../decision/phase.ts";
import { remedyFor } from "../decision/refusal-words.ts";
import { useReadingTime } from "../decision/safeguards/use-reading-time.ts";
import { useReview } from "../decision/safeguards/use-review.ts";
import { pendingAfterwards } from "./result-words.ts";
import type { TogetherItem } from "./together-item.ts";
import { TogetherNotices } from "./together-notices.tsx";
import { totalOf } from "./total-of.ts";
import type { useTogether } from "./use-together.ts";

/** The fewest requests that the server approves together. */
const fewest = 2;

interface TogetherBarProps {
  together: ReturnType<typeof useTogether>;
  now: string;
  /** The address of the page. */
  href: string;
}

/** What is selected, with its total, and the button that approves it. */
export function TogetherBar({ together, now, href }: TogetherBarProps) {
  const { selected, phase, refusal } = together;
  const isReady = useIsReady();
  const isOnline = useIsOnline();
  const isEnough = selected.length >= fewest;
  const left = Math.min(...selected.map(({ expiresAt }) => Date.parse(expiresAt))) - together.now;
  const review = useReview(together.shown);
  const readingSeconds = selected.reduce((sum, item) => sum + item.readingSeconds, 0);
  const secondsLeft = useReadingTime(now, readingSeconds);
  const isRefused = refusal !== undefined && remedyFor(refusal.code) !== "retry";
  const isBlocked = (!isEnough && review.left === 0) || !isReady || !isOnline || isRefused;
  return (
    <DecisionBar notices={<TogetherNotices together={together} href={href} />}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-[0.8125rem] text-muted-foreground">
        <span role="status" className="tabular-nums">
          {summary(selected)}
        </span>
        {isEnough ? <Countdown left={left} /> : null}
        <span className="basis-full empty:hidden">{isEnough ? pendingAfterwards(selected) : ""}</span>
        <span role="status" className="basis-full empty:hidden">
          {phaseWords[phase] || (isOnline ? "" : "You're offline. Nothing was sent.")}
        </span>
      </div>
      <div className="grid sm:justify-end">
        <ApproveButton
          approve={{ what: isEnough ? `${selected.length} requests` : "", detail: "" }}
          review={review}
          secondsLeft={secondsLeft}
          isDisabled={phase !== "idle" || isBlocked}
          onApprove={() => void together.approve()}
        />
      </div>
    </DecisionBar>
  );
}

/** How many are selected, and their total if they have one. */
function summary(selected: TogetherItem[]): string {
  if (selected.length < fewest) return `Select at least ${fewest} requests`;
  const total = totalOf(selected.map(({ sum }) => sum));
  const count = `${selected.length} selected`;
  return total ? `${count} · ${amountText(total.value)}\u00a0${total.currency} in total` : count;
}
