"use client";

import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { useAction } from "../../../../components/forms/use-action.ts";
import { saveAttestation } from "./actions.ts";

interface Bounds {
  min: number;
  max: number;
}

export function AttestationForm(props: {
  days: number;
  graceDays: number;
  bounds: { days: Bounds; graceDays: Bounds };
}) {
  const { pending, formProps, message, errorOf, done } = useAction(saveAttestation);
  return (
    <form className="grid gap-4" noValidate {...formProps}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Confirm every so many days"
          hint={`From ${props.bounds.days.min} to ${props.bounds.days.max}.`}
          error={errorOf("days")}
        >
          <Input name="days" type="number" inputMode="numeric" required defaultValue={props.days} />
        </Field>
        <Field
          label="Days of grace after that"
          hint={`From ${props.bounds.graceDays.min} to ${props.bounds.graceDays.max}. Owners are warned on every page meanwhile.`}
          error={errorOf("graceDays")}
        >
          <Input name="graceDays" type="number" inputMode="numeric" required defaultValue={props.graceDays} />
        </Field>
      </div>
      <p className="text-muted-foreground">
        A change stops nothing at once: from today everybody has the days of grace in full.
      </p>
      <FormMessage message={message} />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={pending}>
          {pending ? "Saving…" : "Save"}
        </Button>
        <Saved when={done} />
      </div>
    </form>
  );
}
