"use client";

import { useState } from "react";
import { Field } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { later } from "#components/ui/after-load";
import { type DecisionProps, longestNote } from "./decision-props.ts";
import { OpenBar } from "./open-bar.tsx";
import { useDecisionForm } from "./use-decision-form.ts";

// In the dialog's script, which a page that stays open until the deadline has, also offline.
const Denying = later(() => import("./deny-dialog.tsx").then((part) => part.Denying));
const WhileOpen = later(() => import("./deny-dialog.tsx").then((part) => part.WhileOpen));
const CompareScreens = later(() =>
  import("./safeguards/compare-screens.tsx").then((part) => part.CompareScreens),
);

/** The decision: the buttons, and a note. */
export function Decision(props: DecisionProps) {
  const { requestId, viewerId } = props;
  const form = useDecisionForm(props);
  const [isReadingUnsent, setIsReadingUnsent] = useState(false);
  const { isDenying } = form.decision;
  const unsent = { requestId, viewerId, onRead: setIsReadingUnsent };
  return (
    <section
      aria-label="Your decision"
      data-ended={form.decision.change?.hasEnded}
      data-final={form.decision.change?.isFinal || form.hasEnded || undefined}
      className="grid gap-3"
    >
      {/* Mounted before the first use, like WhileOpen below. */}
      <Denying isShown={isDenying} isDone={form.decision.phase === "decided"} next={props.nextAfterEnding} />
      {isDenying || form.hasExpired ? null : <OpenBar of={props} form={form} unsent={unsent} />}
      {/* The note keeps its room, so that the page doesn't move. */}
      <div className={isDenying ? "hidden" : form.hasEnded ? "invisible" : undefined}>
        <Field
          label="Note"
          optional
          hint="Saved with your approval and shown on the receipt. The agent doesn't see it."
        >
          <Textarea
            id="note"
            ref={form.noteField}
            rows={2}
            maxLength={longestNote}
            value={form.note}
            onChange={(event) => form.setNote(event.target.value)}
          />
        </Field>
      </div>
      {isDenying ? null : <CompareScreens statement={props.statement} />}
      {/* Mounted before the first use: otherwise React mounts the part a third of a second late, after
          the focus moved. */}
      <WhileOpen
        hasEnded={form.hasEnded}
        isReadingUnsent={isReadingUnsent}
        hasExpired={form.hasExpired}
        at={props.expiresAt}
        isConfirmed={form.decision.change?.hasExpired === true}
        unsent={unsent}
        next={props.nextAfterExpiry}
      />
    </section>
  );
}
