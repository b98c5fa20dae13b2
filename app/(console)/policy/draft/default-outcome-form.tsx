"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Select } from "#components/forms/select";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import type { DefaultOutcome } from "#lib/policy/language/rule";
import { outcomeLabels } from "#lib/text/labels";
import { changeDefault } from "./actions.ts";

/** What happens when no rule decides. Allowing is not among the choices. */
export function DefaultOutcomeForm(props: { revision: number; defaultOutcome: DefaultOutcome }) {
  const { pending, formProps, message } = useAction(changeDefault);
  return (
    <form className="mb-5 grid gap-3 rounded-lg border bg-card p-4 sm:px-5" {...formProps}>
      <input type="hidden" name="revision" value={props.revision} />
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Default outcome" className="min-w-56 flex-1 sm:max-w-xs">
          <Select name="defaultOutcome" defaultValue={props.defaultOutcome}>
            <option value="step_up">{outcomeLabels.step_up}</option>
            <option value="block">{outcomeLabels.block}</option>
          </Select>
        </Field>
        <Button type="submit" variant="outline" disabled={pending}>
          {pending ? "Saving…" : "Save"}
        </Button>
      </div>
      <FormMessage message={message} />
    </form>
  );
}
