"use client";

import { FormMessage } from "#components/forms/form-message";
import { Button } from "#components/ui/button";
import { Radio } from "#components/ui/checkbox";
import { Field, Fieldset } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import { useAction } from "../../../../components/forms/use-action.ts";
import { review } from "./actions.ts";

export function ReviewForm({ approvalId }: { approvalId: string }) {
  const { pending, formProps, message, errorOf } = useAction(review);
  return (
    <form className="grid gap-4" noValidate {...formProps}>
      <input type="hidden" name="approvalId" value={approvalId} />
      <Fieldset legend="Was it justified?" error={errorOf("finding")}>
        <Radio name="finding" value="justified" label="Justified" />
        <Radio name="finding" value="not_justified" label="Not justified" />
      </Fieldset>
      <Field label="What you found" hint="Kept for good, beside the reason." error={errorOf("note")}>
        <Textarea name="note" rows={3} required maxLength={2000} />
      </Field>
      <FormMessage message={message} />
      <Button type="submit" className="w-fit" disabled={pending}>
        {pending ? "Recording…" : "Record the review"}
      </Button>
    </form>
  );
}
