import type { FormEvent, ReactNode } from "react";
import type { Question } from "#components/forms/action-state.ts";
import { Checkbox } from "#components/forms/checkbox";
import { FormMessage } from "#components/forms/form-message";
import { LocalTime } from "#components/text/local-time";
import { UntrustedText } from "#components/text/untrusted-text";
import { BulletList } from "#components/ui/bullet-list";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";

export interface QuestionProps {
  question: Question | undefined;
  pending: boolean;
  message: ReactNode;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Shows what a passkey is about to confirm: the values to save, and the consequences. */
export function QuestionDialog({ question, pending, message, onConfirm, onCancel }: QuestionProps) {
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    onConfirm();
  }
  return (
    <Dialog open={question !== undefined} onOpenChange={(open) => (open ? undefined : onCancel())}>
      <DialogHead title={question?.title}>You'll confirm with your passkey.</DialogHead>
      <Facts facts={question?.facts ?? []} />
      <BulletList items={question?.consequences ?? []} className="mb-4 grid list-disc gap-1.5 pl-5" wraps />
      {/* Without a box, so that the footer stays in view above the form as well. */}
      <form onSubmit={onSubmit} className="contents">
        {question?.condition ? (
          <div className="mb-4">
            <Checkbox label={question.condition} required />
          </div>
        ) : null}
        <FormMessage message={message} />
        <DialogFooter>
          <DialogCancel />
          <Button
            type="submit"
            variant={question?.isDestructive ? "destructive" : "default"}
            disabled={pending}
          >
            {pending ? "Waiting for your passkey…" : question?.confirm}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function Facts({ facts }: { facts: NonNullable<Question["facts"]> }) {
  if (facts.length === 0) return null;
  return (
    <dl className="mb-4 grid gap-x-4 gap-y-2 rounded-md border px-3 py-2.5 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {facts.map(({ label, value }) => (
        <div key={label} className="grid sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="text-muted-foreground">{label}</dt>
          <dd className="whitespace-pre-line [overflow-wrap:anywhere]">
            {typeof value === "string" ? <UntrustedText text={value} /> : <LocalTime at={value} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
