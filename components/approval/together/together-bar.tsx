import { useIsOnline, useIsReady } from "#components/ui/use-browser-state.ts";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import { totalsOf } from "#lib/requests/queue/totals-of";
import { ApproveButton } from "../decision/approve-button.tsx";
import { DecisionBar } from "../decision/decision-bar.tsx";
import { phaseWords } from "../decision/phase.ts";
import { remedyFor } from "../decision/remedies.ts";
import { useReadingTime } from "../decision/safeguards/use-reading-time.ts";
import type { Review } from "../decision/safeguards/use-review.ts";
import { DenyTogether } from "./deny-together.tsx";
import { pendingAfterwards } from "./result-words.ts";
import { fewestTogether } from "./selection.ts";
import { TogetherNotices } from "./together-notices.tsx";
import { totalsText } from "./totals-text.ts";
import type { useTogether } from "./use-together.ts";

interface TogetherBarProps {
  together: ReturnType<typeof useTogether>;
  review: Review;
  now: string;
  href: string;
  denyReasons: DenyReason[];
  longestReason: number;
}

/** Why so few requests can't be approved; empty for enough requests. */
function tooFewWords(selected: number, available: number): string {
  if (selected >= fewestTogether || available === 0) return "";
  if (available >= fewestTogether) return `. Select at least ${fewestTogether} to approve.`;
  return ". Open the request to approve it.";
}

/** The selection with its total, and the buttons to deny and approve. */
export function TogetherBar(props: TogetherBarProps) {
  const { together, href, denyReasons, longestReason } = props;
  const { selected, available, denied, phase } = together;
  const isOnline = useIsOnline();
  const isReady = useIsReady();
  const total = totalsText(totalsOf(selected.map(({ sum }) => sum)));
  const pending = selected.length >= fewestTogether ? pendingAfterwards(selected) : "";
  const isBusy = phase !== "idle" || !isReady || !isOnline;
  return (
    <DecisionBar notices={<TogetherNotices together={together} href={href} />}>
      <div className="grid gap-2 desk:flex desk:items-center desk:justify-between desk:gap-6 short:flex short:grow short:items-center">
        <div className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-4 text-muted-foreground desk:grow desk:justify-start">
          <span role="status" className="tabular-nums">
            {selected.length} of {available.length} selected{tooFewWords(selected.length, available.length)}
          </span>
          <span className="font-semibold text-foreground tabular-nums">{total}</span>
          <span className="basis-full text-[0.8125rem] empty:hidden">{pending}</span>
          <span role="status" className="basis-full text-[0.8125rem] empty:hidden">
            {phaseWords[phase] || (isOnline ? "" : "You're offline. Nothing was sent.")}
          </span>
        </div>
        <div className="grid grid-cols-2 gap-3 desk:w-100 short:w-100">
          <DenyTogether
            ids={denied.map(({ requestId }) => requestId)}
            isAll={selected.length === 0}
            isDisabled={isBusy || denied.length === 0}
            reasons={denyReasons}
            longest={longestReason}
            className="h-13 w-full min-w-0 rounded-lg px-2 text-base"
            onDeny={(ids, message, reason) => void together.deny(ids, { text: message, reason })}
          />
          <Approve {...props} total={total} isDisabled={isBusy} />
        </div>
      </div>
    </DecisionBar>
  );
}

/** While too few are selected to approve. */
const nothingToReview: Review = { left: 0, showNext: () => {} };

function Approve(props: TogetherBarProps & { total: string; isDisabled: boolean }) {
  const { together, review, now, total, isDisabled } = props;
  const { selected, refusal } = together;
  const readingSeconds = selected.reduce((sum, item) => sum + item.readingSeconds, 0);
  const secondsLeft = useReadingTime(now, readingSeconds);
  const isRefused = refusal !== undefined && remedyFor(refusal.code) !== "retry";
  const isEnough = selected.length >= fewestTogether;
  return (
    <ApproveButton
      approve={isEnough ? { act: `Approve ${selected.length}`, what: total } : {}}
      review={isEnough ? review : nothingToReview}
      reviewed="request"
      secondsLeft={isEnough ? secondsLeft : 0}
      isDisabled={isDisabled || isRefused || !isEnough}
      onApprove={() => void together.approve()}
    />
  );
}
