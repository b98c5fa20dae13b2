"use client";

import { useEffect, useRef } from "react";
import { useOpenDecision } from "#components/device/use-open-decision.ts";
import { Field } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { useIsOnline, useIsReady } from "#components/ui/use-browser-state.ts";
import { useServerNow } from "#components/ui/use-server-now.ts";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Progress } from "#lib/requests/progress";
import { EditDialog, type EditOffer } from "../edit/edit-dialog.tsx";
import { Countdown } from "./countdown.tsx";
import { DenyDialog } from "./deny-dialog.tsx";
import { Notices } from "./notices.tsx";
import { remedyFor } from "./refusal-words.ts";
import { type Unexpected, UnexpectedDialog } from "./unexpected-dialog.tsx";
import { type Phase, useDecision } from "./use-decision.ts";
import { useStoredText } from "./use-stored-text.ts";

export interface DecisionProps {
  requestId: string;
  viewerId: string;
  /** The labels of the button: "1,250.00 USD", and "Refund a payment". */
  approve: { what: string; detail: string };
  unexpected: Unexpected;
  /** What the person may edit, if anything. */
  edit: EditOffer | undefined;
  /** The statement bytes this page was rendered from, base64url, with the server's seal. */
  statement: string;
  seal: string;
  /** The descriptor this page was rendered with. */
  descriptor: Descriptor | undefined;
  /** ISO 8601. */
  expiresAt: string;
  now: string;
  progress: Progress;
}

const longestNote = 2000;

const phaseWords: Record<Phase, string> = {
  idle: "",
  preparing: "Preparing…",
  prompting: "Waiting for your passkey…",
  sending: "Sending…",
  decided: "Recorded. Loading…",
  reloading: "Loading…",
};

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
  const { why, isOver, isBlocked } = useObstacle(left, decision);
  useFocusAfter(decision.phase === "decided");

  async function decide(run: () => Promise<boolean>): Promise<boolean> {
    if (!(await run())) return false;
    forgetNote();
    forgetReason();
    return true;
  }

  return (
    <section aria-label="Your decision" className="grid gap-4 pb-40 md:pb-32">
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
      <div
        data-decision-bar
        className="fixed inset-x-0 bottom-0 z-20 border-t bg-card pb-safe md:left-[14.5rem]"
      >
        <div className="mx-auto grid max-h-[60dvh] max-w-6xl gap-2 overflow-y-auto px-gutter py-3">
          <PasskeySupport />
          <Notices
            requestId={requestId}
            refusal={decision.refusal}
            change={decision.change}
            hasExpired={left <= 0}
            onLookAgain={decision.lookAgain}
          />
          <div className="flex flex-wrap items-center justify-between gap-x-4 text-[0.8125rem] text-muted-foreground">
            <Countdown left={left} />
            {progress.approvals.required > 1 ? (
              <span className="tabular-nums">
                {progress.approvals.given} of {progress.approvals.required} approvals
              </span>
            ) : null}
            {props.edit ? (
              <EditDialog
                {...props.edit}
                requestId={requestId}
                isDisabled={isBusy || isBlocked}
                isOver={isOver}
                reason={reason}
                longestReason={longestNote}
                onReason={setReason}
                onApprove={(offered) => void decide(() => decision.approve(note, offered))}
                onSuggest={(entered) => void decide(() => decision.deny(reason, entered))}
              />
            ) : null}
            <UnexpectedDialog
              {...props.unexpected}
              requestId={requestId}
              isDisabled={isBusy || isBlocked}
              isOver={isOver}
              onConfirm={(text) => decide(() => decision.denyUnexpected(text))}
            />
            <span id="decision-state" role="status" className="basis-full empty:hidden">
              {phaseWords[decision.phase] || why}
            </span>
          </div>
          <div className="flex items-stretch justify-between gap-8 sm:gap-16">
            <DenyDialog
              isDisabled={isBusy || isBlocked}
              isOver={isOver}
              reason={reason}
              longest={longestNote}
              onReason={setReason}
              onDeny={() => void decide(() => decision.deny(reason))}
            />
            <Button
              size="lg"
              className="h-auto min-w-0 shrink py-1.5 md:min-h-12"
              disabled={isBusy || isBlocked}
              aria-describedby="decision-state decision-notices"
              onClick={() => void decide(() => decision.approve(note))}
            >
              <Icon name="key" />
              <span className="grid min-w-0 whitespace-normal text-left leading-tight [overflow-wrap:anywhere]">
                <span className="font-semibold tabular-nums">Approve {approve.what}</span>{" "}
                {approve.detail ? <span className="font-normal text-xs">{approve.detail}</span> : null}
              </span>
            </Button>
          </div>
        </div>
      </div>
    </section>
  );
}

/**
 * The reason why the person cannot decide at this moment. The notices explain how a request ended;
 * `why` explains the rest, if needed.
 */
function useObstacle(left: number, { refusal, change }: ReturnType<typeof useDecision>) {
  const isReady = useIsReady();
  const isOnline = useIsOnline();
  const isRefused = refusal !== undefined && remedyFor(refusal.code) !== "retry";
  const isOver = left <= 0 || change?.isFinal === true || isRefused;
  return {
    isOver,
    isBlocked: isOver || !isReady || !isOnline,
    why: isOnline || isOver ? "" : "You're offline. Your text is saved.",
  };
}

/** Moves the focus to the outcome when the decision gives way to it. */
function useFocusAfter(isDecided: boolean): void {
  useEffect(() => {
    if (isDecided) return () => document.getElementById("outcome")?.focus();
  }, [isDecided]);
}
