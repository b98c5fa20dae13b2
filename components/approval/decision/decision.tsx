"use client";

import { type ReactNode, useRef, useState } from "react";
import { useOpenDecision } from "#components/device/use-open-decision.ts";
import { Field } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { AfterLoad, loadLater } from "#components/ui/after-load";
import { Button } from "#components/ui/button";
import { useServerNow } from "#components/ui/use-server-now.ts";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Safeguards } from "#lib/policy/language/safeguards";
import type { Progress } from "#lib/requests/progress";
import type { EditOffer } from "../edit/edit-dialog.tsx";
import type { OfferedEdit } from "../edit/edit-request.ts";
import { ApproveButton } from "./approve-button.tsx";
import { Countdown } from "./countdown.tsx";
import { DecisionBar } from "./decision-bar.tsx";
import { Notices } from "./notices.tsx";
import { phaseWords } from "./phase.ts";
import { useReadingTime } from "./safeguards/use-reading-time.ts";
import { useReview } from "./safeguards/use-review.ts";
import type { Unexpected } from "./unexpected-dialog.tsx";
import { useDecision } from "./use-decision.ts";
import { useFocusAfter } from "./use-focus-after.ts";
import { useObstacle } from "./use-obstacle.ts";
import { useStoredText } from "./use-stored-text.ts";

export interface DecisionProps {
  requestId: string;
  viewerId: string;
  /** The labels of the button: "1,250.00 USD", and "Refund a payment". */
  approve: { what: string; detail: string };
  unexpected: Unexpected;
  /** What the person may edit, if anything. */
  edit: EditOffer | undefined;
  safeguards: Safeguards;
  /** Identifies what the page shows of the action: the review starts anew when it changes. */
  shown: string;
  /** The statement bytes this page was rendered from, base64url, with the server's seal. */
  statement: string;
  seal: string;
  /** The descriptor this page was rendered with. */
  descriptor: Descriptor | undefined;
  /** ISO 8601. */
  expiresAt: string;
  now: string;
  progress: Progress;
  /** A warning above the buttons: too few approvers remain. */
  quorum: ReactNode;
}

const longestNote = 2000;
// The dialogs load right after the page, so that a phone shows the request sooner.
const DenyDialog = loadLater(() => import("./deny-dialog.tsx").then((part) => part.DenyDialog));
// From the dialog's script, which a page that stays open until the deadline has, also offline.
const ExpiredBar = loadLater(() => import("./deny-dialog.tsx").then((part) => part.ExpiredBar));
const UnexpectedDialog = loadLater(() =>
  import("./unexpected-dialog.tsx").then((part) => part.UnexpectedDialog),
);
const EditDialog = loadLater(() => import("../edit/edit-dialog.tsx").then((part) => part.EditDialog));
const NumberDialog = loadLater(() =>
  import("./safeguards/number-dialog.tsx").then((part) => part.NumberDialog),
);
const CompareScreens = loadLater(() =>
  import("../second-screen/compare-screens.tsx").then((part) => part.CompareScreens),
);
const editRefused = "Your edit isn't approved. Choose Edit… to try again.";

/** The decision: a note, and the bar with Deny and Approve, as far apart as the screen allows. */
export function Decision(props: DecisionProps) {
  const { requestId, approve, progress } = props;
  const decision = useDecision(props);
  useOpenDecision();
  const noteField = useRef<HTMLTextAreaElement>(null);
  const [note, setNote, forgetNote] = useStoredText(`countersign:${requestId}:note`, noteField);
  const [reason, setReason, forgetReason] = useStoredText(`countersign:${requestId}:reason`);
  const left = Date.parse(props.expiresAt) - useServerNow(props.now);
  const isBusy = decision.phase !== "idle";
  const review = useReview(props.shown);
  const secondsLeft = useReadingTime(props.now, props.safeguards.readingSeconds);
  const { why, isOver, isBlocked, hasExpired } = useObstacle(left, decision);
  const [isEditRefused, setIsEditRefused] = useState(false);
  const [asking, setAsking] = useState<{ edited?: OfferedEdit }>();
  useFocusAfter(decision.phase === "decided");

  function approveNow(what: { edited?: OfferedEdit }) {
    const { numberMatching } = what.edited?.safeguards ?? props.safeguards;
    if (numberMatching) setAsking(what);
    else void approveWith(what);
  }

  // An edited request may need the number where the original doesn't.
  const asksNumber = props.safeguards.numberMatching || asking !== undefined;

  async function approveWith(what: Parameters<typeof decision.approve>[1]) {
    const isApproved = await decide(() => decision.approve(note, what));
    setIsEditRefused(!isApproved && what?.edited !== undefined);
  }

  async function decide(run: () => Promise<boolean>): Promise<boolean> {
    if (!(await run())) return false;
    forgetNote();
    forgetReason();
    return true;
  }

  return (
    <section aria-label="Your decision" className="grid gap-4 pb-40 md:pb-32">
      <AfterLoad>
        <CompareScreens statement={props.statement} />
      </AfterLoad>
      <Field
        label="Note"
        optional
        hint="Saved with your approval and shown on the receipt. The agent doesn't see it."
      >
        <Textarea
          ref={noteField}
          rows={2}
          maxLength={longestNote}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      {hasExpired ? (
        <AfterLoad>
          <ExpiredBar at={props.expiresAt} />
        </AfterLoad>
      ) : (
        <DecisionBar
          notices={
            <Notices
              signIn={{
                returnTo: `/requests/${requestId}`,
                note: "Nothing was decided. Your text is saved.",
              }}
              refusal={decision.refusal}
              change={decision.change}
              onLookAgain={decision.lookAgain}
            />
          }
        >
          {/* In landscape a warning goes beside the buttons, and this above both. */}
          <div className="flex flex-wrap items-center justify-between gap-x-4 text-[0.8125rem] text-muted-foreground short:has-[+p]:basis-full">
            {left > 0 ? <Countdown left={left} /> : null}
            {progress.approvals.required > 1 ? (
              <span className="tabular-nums">
                {progress.approvals.given} of {progress.approvals.required} approvals
              </span>
            ) : null}
            {props.edit ? (
              <AfterLoad>
                <EditDialog
                  {...props.edit}
                  requestId={requestId}
                  isDisabled={isBusy || isBlocked}
                  isOver={isOver}
                  reason={reason}
                  longestReason={longestNote}
                  onReason={setReason}
                  onApprove={(edited) => approveNow({ edited })}
                  onSuggest={(entered) => decide(() => decision.deny(reason, entered))}
                  refusal={decision.refusal}
                />
              </AfterLoad>
            ) : null}
            <AfterLoad
              fallback={
                <span className="control-height inline-flex items-center">I didn't expect this…</span>
              }
            >
              <UnexpectedDialog
                {...props.unexpected}
                requestId={requestId}
                isDisabled={isBusy || isBlocked}
                isOver={isOver}
                onConfirm={(text) => decide(() => decision.denyUnexpected(text))}
              />
            </AfterLoad>
            <span id="decision-state" role="status" className="basis-full empty:hidden">
              {phaseWords[decision.phase] || why || (isEditRefused ? editRefused : "")}
            </span>
          </div>
          {isOver ? null : props.quorum}
          <div className="flex items-stretch justify-between gap-8 sm:gap-16 short:gap-6">
            <AfterLoad
              fallback={
                <Button size="lg" variant="destructive-outline" className="h-auto" disabled>
                  Deny…
                </Button>
              }
            >
              <DenyDialog
                isDisabled={isBusy || isBlocked}
                isOver={isOver}
                reason={reason}
                longest={longestNote}
                onReason={setReason}
                onDeny={() => void decide(() => decision.deny(reason))}
              />
            </AfterLoad>
            <ApproveButton
              approve={approve}
              review={review}
              secondsLeft={secondsLeft}
              isDisabled={isBusy || isBlocked}
              onApprove={() => approveNow({})}
            />
            {asksNumber ? (
              <AfterLoad>
                <NumberDialog
                  agent={props.unexpected.agent}
                  isOpen={asking !== undefined && !isOver}
                  onClose={() => setAsking(undefined)}
                  onNumber={(number) => void approveWith({ ...asking, number })}
                />
              </AfterLoad>
            ) : null}
          </div>
        </DecisionBar>
      )}
    </section>
  );
}
