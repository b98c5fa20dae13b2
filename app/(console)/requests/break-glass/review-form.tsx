"use client";

import { act } from "#app/(console)/acts/act";
import { SubmitButton } from "#components/forms/act-form";
import { Radio } from "#components/forms/checkbox";
import { Field, Fieldset } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Textarea } from "#components/forms/textarea";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";

export function ReviewForm({ approvalId }: { approvalId: string }) {
  const form = useConfirmedAction(act("break-glass/review"));
  return (
    <ConfirmedActForm form={form} fields={{ approvalId }} className="grid gap-4" noValidate>
      <Fieldset legend="Was it justified?" name="finding">
        <Radio name="finding" value="justified" label="Justified" />
        <Radio name="finding" value="not_justified" label="Not justified" />
      </Fieldset>
      <Field label="Findings" hint="Stored permanently with the reason.">
        <Textarea name="note" rows={3} required maxLength={2000} />
      </Field>
      <FormMessage message={form.message} />
      <SubmitButton working="Checking…" className="w-fit">
        Record review
      </SubmitButton>
    </ConfirmedActForm>
  );
}
