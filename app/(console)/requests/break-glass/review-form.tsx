"use client";

import { act } from "#app/(console)/acts/act";
import { Radio } from "#components/forms/checkbox";
import { Field, Fieldset } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Textarea } from "#components/forms/textarea";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";

export function ReviewForm({ approvalId }: { approvalId: string }) {
  const { pending, formProps, message, errorOf, dialog } = useConfirmedAction(act("break-glass/review"));
  return (
    <>
      <form className="grid gap-4" noValidate {...formProps}>
        <input type="hidden" name="approvalId" value={approvalId} />
        <Fieldset legend="Was it justified?" error={errorOf("finding")}>
          <Radio name="finding" value="justified" label="Justified" />
          <Radio name="finding" value="not_justified" label="Not justified" />
        </Fieldset>
        <Field label="Findings" hint="Stored permanently with the reason." error={errorOf("note")}>
          <Textarea name="note" rows={3} required maxLength={2000} />
        </Field>
        <FormMessage message={message} />
        <Button type="submit" className="w-fit" disabled={pending}>
          {pending ? "Checking…" : "Record review"}
        </Button>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
