"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { asRefusal, type Refusal } from "#components/api/call.ts";
import { ApproveButton } from "#components/approval/decision/approve-button";
import { type Phase, pageFault, phaseWords } from "#components/approval/decision/phase.ts";
import { decisionTitle } from "#components/approval/decision/refusal-words.ts";
import { isNumber, NumberField } from "#components/approval/decision/safeguards/number-field";
import { forgetStoredTexts, useStoredText } from "#components/approval/decision/safeguards/stored-text.ts";
import { useReadingTime } from "#components/approval/decision/safeguards/use-reading-time.ts";
import { useReview } from "#components/approval/decision/safeguards/use-review.ts";
import { Field } from "#components/forms/field";
import { focusInvalid } from "#components/forms/focus-invalid.ts";
import { Textarea } from "#components/forms/textarea";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { Alert } from "#components/ui/alert";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Safeguards } from "#lib/policy/language/safeguards";
import { breakGlass } from "./break-glass-request.ts";

/** The written reason, and the button that approves in place of every other approver. */
export function BreakGlassForm(props: {
  requestId: string;
  viewerId: string;
  /** The statement behind the page, and the server's seal. */
  shown: string;
  seal: string;
  /** Identifies the shown action: the review starts anew with another action. */
  shownAction: string;
  /** When the page was rendered, ISO 8601. */
  now: string;
  safeguards: Safeguards;
  descriptor: Descriptor | undefined;
  shortest: number;
  longest: number;
}) {
  const { requestId, shown, seal, descriptor, shortest, safeguards } = props;
  const router = useRouter();
  const isReady = useIsReady();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useStoredText(props, "break-glass", field);
  const [phase, setPhase] = useState<Phase>("idle");
  const [refusal, setRefusal] = useState<Refusal>();
  const [isShort, setIsShort] = useState(false);
  const [number, setNumber] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const secondsLeft = useReadingTime(props.now, safeguards.readingSeconds);
  const review = useReview(props.shownAction);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (phase !== "idle" || secondsLeft > 0 || review.left !== 0) return;
    const text = reason.trim();
    setIsShort(text.length < shortest);
    if (text.length < shortest) return field.current?.focus();
    const lacksNumber = safeguards.numberMatching && !isNumber(number);
    setIsMissing(lacksNumber);
    if (lacksNumber) return focusInvalid(event.currentTarget);
    const typed = safeguards.numberMatching ? number : undefined;
    setRefusal(undefined);
    setPhase("preparing");
    try {
      await breakGlass({
        ...{ requestId, shown, seal, descriptor },
        ...{ reason: text, number: typed, onStep: setPhase },
      });
      setPhase("decided");
      forgetStoredTexts(props);
      router.push(`/requests/${requestId}`);
      router.refresh();
    } catch (thrown) {
      setRefusal(asRefusal(thrown, pageFault));
      setPhase("idle");
    }
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <Field
        label="Why can't this wait?"
        hint={`At least ${shortest} characters. Signed, shown on the receipt and read by the reviewer.`}
        error={
          isShort && reason.trim().length < shortest ? `Enter at least ${shortest} characters.` : undefined
        }
      >
        <Textarea
          ref={field}
          rows={4}
          required
          maxLength={props.longest}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {safeguards.numberMatching ? (
        <NumberField value={number} onChange={setNumber} isMissing={isMissing} />
      ) : null}
      <PasskeySupport />
      <div role="alert" className="empty:absolute">
        {refusal ? (
          <Alert variant="danger" title={decisionTitle(refusal.code)}>
            {refusal.message}
          </Alert>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <div>
          <ApproveButton
            approve={{ act: "Approve with break-glass" }}
            variant="destructive"
            {...{ review, secondsLeft }}
            isDisabled={!isReady || phase !== "idle"}
          />
        </div>
        <span role="status" className="text-muted-foreground">
          {phaseWords[phase]}
        </span>
      </div>
    </form>
  );
}
