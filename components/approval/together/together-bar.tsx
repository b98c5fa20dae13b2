"use client";

import { PasskeySupport } from "#components/passkey/passkey-support";
import { amountText } from "#components/text/amount-text.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { useIsOnline, useIsReady } from "#components/ui/use-browser-state.ts";
import { useServerNow } from "#components/ui/use-server-now.ts";
import { ApproveButton } from "../decision/approve-button.tsx";
import { Countdown } from "../decision/countdown.tsx";
import { decisionTitle, remedyFor } from "../decision/refusal-words.ts";
import { useReadingTime } from "../decision/safeguards/use-reading-time.ts";
import { useReview } from "../decision/safeguards/use-review.ts";
import { pendingAfterwards } from "./result-words.ts";
import type { TogetherItem } from "./together-item.ts";
import { totalOf } from "./total-of.ts";
import type { Phase, useTogether } from "./use-together.ts";

/** The fewest requests that the server approves together. */
const fewest = 2;

const phaseWords: Record<Phase, string> = {
  idle: "",
  preparing: "Preparing…",
  prompting: "Waiting for your passkey…",
  sending: "Sending…",
  reloading: "Loading…",
};

interface TogetherBarProps {
  together: ReturnType<typeof useTogether>;
  items: TogetherItem[];
  now: string;
}

/** What is selected, with its total, and the button that approves it. */
export function TogetherBar({ together, items, now }: TogetherBarProps) {
  const { selected, phase, refusal } = together;
  const isReady = useIsReady();
  const isOnline = useIsOnline();
  const ids = new Set(selected.map(({ requestId }) => requestId));
  const chosen = items.filter(({ requestId }) => ids.has(requestId));
  const left = Math.min(...chosen.map(({ expiresAt }) => Date.parse(expiresAt))) - useServerNow(now);
  const isEnough = selected.length >= fewest;
  const needsReload = refusal !== undefined && remedyFor(refusal.code) === "reload";
  const review = useReview(items.map(({ statement }) => statement).join(" "));
  const readingSeconds = chosen.reduce((sum, item) => sum + item.readingSeconds, 0);
  const secondsLeft = useReadingTime(now, readingSeconds);
  const isBlocked =
    (!isEnough && review.left === 0) || !isReady || !isOnline || needsReload || (isEnough && left <= 0);
  return (
    <div
      data-decision-bar
      className="fixed inset-x-0 bottom-0 z-20 border-t bg-card pb-safe md:left-[14.5rem]"
    >
      <div className="mx-auto grid max-h-[60dvh] max-w-6xl gap-2 overflow-y-auto px-gutter py-3">
        <PasskeySupport />
        <TogetherNotices together={together} items={items} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-[0.8125rem] text-muted-foreground">
          <span className="tabular-nums">{summary(chosen)}</span>
          {isEnough ? <Countdown left={left} /> : null}
          <span className="basis-full empty:hidden">{isEnough ? pendingAfterwards(chosen) : ""}</span>
          <span id="decision-state" role="status" className="basis-full empty:hidden">
            {phaseWords[phase] || (isOnline ? "" : "You're offline. Nothing was sent.")}
          </span>
        </div>
        <div className="grid sm:justify-end">
          <ApproveButton
            approve={{ what: isEnough ? String(selected.length) : "", detail: "" }}
            review={review}
            secondsLeft={secondsLeft}
            isDisabled={phase !== "idle" || isBlocked}
            onApprove={() => void together.approve()}
          />
        </div>
      </div>
    </div>
  );
}

/** How many are selected, and their total if they have one. */
function summary(chosen: TogetherItem[]): string {
  if (chosen.length < fewest) return `Select at least ${fewest} requests`;
  const total = totalOf(chosen.map(({ sum }) => sum));
  const count = `${chosen.length} selected`;
  return total ? `${count} · ${amountText(total.value)}\u00a0${total.currency} in total` : count;
}

/** What was left out, and why, or why nothing was approved. */
function TogetherNotices({ together, items }: Pick<TogetherBarProps, "together" | "items">) {
  const { refusal, reasonOf, reload } = together;
  const out = items.flatMap((item) => {
    const reason = reasonOf(item);
    return reason === undefined ? [] : [{ item, reason }];
  });
  return (
    <div id="decision-notices" role="alert" className="grid gap-2 empty:hidden">
      {out.length > 0 ? (
        <Alert variant="warning" title={`${out.length} left out. Nothing was approved yet.`}>
          <ul>
            {out.map(({ item, reason }) => (
              <li key={item.requestId}>
                {item.name}: {reason}
              </li>
            ))}
          </ul>
          <Reload onClick={reload} />
        </Alert>
      ) : null}
      {refusal ? (
        <Alert
          variant={refusal.code === "cancelled" ? "warning" : "danger"}
          title={decisionTitle(refusal.code)}
        >
          {refusal.message} {remedyFor(refusal.code) === "reload" ? <Reload onClick={reload} /> : null}
        </Alert>
      ) : null}
    </div>
  );
}

function Reload({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="link" className="min-h-0 py-0 md:min-h-0" onClick={onClick}>
      Reload
    </Button>
  );
}
