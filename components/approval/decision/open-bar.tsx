import { later } from "#components/ui/after-load";
import { Button } from "#components/ui/button";
import { ApproveButton } from "./approve-button.tsx";
import { DecisionBar } from "./decision-bar.tsx";
import { type DecisionProps, longestNote } from "./decision-props.ts";
import { phaseWords } from "./phase.ts";
import type { UnsentPlace } from "./safeguards/unsent-text.tsx";
import type { DecisionForm } from "./use-decision-form.ts";

interface BarProps {
  of: DecisionProps;
  form: DecisionForm;
}

interface OpenBarProps extends BarProps {
  unsent: UnsentPlace;
}

// The dialogs load right after the page, so that a phone shows the request sooner.
const DenyDialog = later(
  () => import("./deny-dialog.tsx").then((part) => part.DenyDialog),
  () => (
    <Button variant="destructive-outline" className={deny} disabled>
      Deny…
    </Button>
  ),
);
// In the dialog's script too, which is loaded before any answer of the server.
const Notices = later(() => import("./deny-dialog.tsx").then((part) => part.Notices));
const UnexpectedDialog = later(
  () => import("./unexpected-dialog.tsx").then((part) => part.UnexpectedDialog),
  () => <span className="control-height inline-flex items-center">I didn't expect this…</span>,
);
const EditDialog = later(() => import("../edit/edit-dialog.tsx").then((part) => part.EditDialog));
const NumberDialog = later(() => import("./safeguards/number-dialog.tsx").then((part) => part.NumberDialog));
const editRefused = "Your edit isn't approved. Choose Edit… to try again.";

/** The buttons of an open request: Deny and Approve, equally large, and the rarer acts. */
export function OpenBar({ of, form, unsent }: OpenBarProps) {
  const { decision, isOver } = form;
  return (
    <DecisionBar
      hasColumn
      notices={
        <Notices
          signIn={{
            returnTo: `/requests/${of.requestId}`,
            note: "Nothing was decided. Your text is saved.",
          }}
          refusal={decision.refusal}
          change={decision.change}
          onLookAgain={decision.lookAgain}
          unsent={form.hasEnded ? unsent : undefined}
          next={of.nextAfterEnding}
        />
      }
    >
      {isOver ? null : of.quorum}
      <StateLine of={of} form={form} />
      <Buttons of={of} form={form} />
      <RarerActs of={of} form={form} />
    </DecisionBar>
  );
}

/** The given approvals, and the current step or obstacle; no line without either. */
function StateLine({ of, form }: BarProps) {
  const { progress } = of;
  const { decision, why } = form;
  return (
    <p className="flex flex-wrap items-center justify-between gap-x-4 text-[0.8125rem] text-muted-foreground">
      {progress.approvals.required > 1 ? (
        <span className="tabular-nums">
          {decision.change?.given ?? progress.approvals.given} of {progress.approvals.required} approvals
        </span>
      ) : null}
      <span role="status" className="empty:absolute">
        {phaseWords[decision.phase] || why || (form.isEditRefused ? editRefused : "")}
      </span>
    </p>
  );
}

function RarerActs({ of, form }: BarProps) {
  const { decision, decide, isOver, isDisabled, noteField } = form;
  return (
    <div className="-my-1 flex flex-wrap items-center justify-between gap-x-4 text-[0.8125rem] text-muted-foreground">
      {of.progress.isTest ? null : (
        <UnexpectedDialog
          {...of.unexpected}
          {...{ isDisabled, isOver }}
          place={of}
          onConfirm={(text) => void decide(() => decision.denyUnexpected(text))}
        />
      )}
      <Edit of={of} form={form} />
      <Button
        variant="link"
        className="ml-auto aside:hidden text-[0.8125rem]"
        onClick={() => noteField.current?.focus()}
      >
        {form.note.trim() ? "Edit note" : "Add note"}
      </Button>
    </div>
  );
}

function Edit({ of, form }: BarProps) {
  const { decision, decide, isOver, isDisabled, reason } = form;
  if (!of.edit) return null;
  return (
    <EditDialog
      {...of.edit}
      place={of}
      {...{ isOver, reason }}
      isDisabled={isDisabled || form.review.left !== 0}
      longestReason={longestNote}
      onReason={form.setReason}
      onApprove={(edited) => form.approve({ edited })}
      onSuggest={(suggested) => decide(() => decision.deny({ text: reason, suggested }))}
      refusal={decision.refusal}
    />
  );
}

// As high as Approve, whose words may take more lines.
const deny = "h-auto min-h-13 w-full rounded-lg text-base";

function Buttons({ of, form }: BarProps) {
  const { decision, decide, isOver, isDisabled, reason, number } = form;
  return (
    <div className="grid grid-cols-2 gap-3 lg:short:grid-cols-2 aside:short:grid-cols-1">
      <DenyDialog
        {...{ isDisabled, isOver }}
        className={deny}
        isTest={of.progress.isTest}
        reasons={of.denyReasons}
        later={of.denyLater}
        message={reason}
        longest={longestNote}
        onMessage={form.setReason}
        onDeny={(chosen, standing) =>
          void decide(() => decision.deny({ text: reason, reason: chosen, standing }))
        }
      />
      <ApproveButton
        approve={of.approve}
        review={form.review}
        secondsLeft={form.secondsLeft}
        isDisabled={isDisabled}
        onApprove={() => form.approve({})}
      />
      {number.isNeeded ? (
        <NumberDialog
          agent={of.unexpected.agent}
          isOpen={number.isAsking}
          onClose={number.close}
          onNumber={number.give}
        />
      ) : null}
    </div>
  );
}
