"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { Saved } from "#components/forms/saved";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
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
  const { pending, formProps, message, errorOf, done, dialog } = useConfirmedAction(saveAttestation);
  return (
    <>
      <form className="grid gap-4" noValidate {...formProps}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Review interval in days"
            hint={`From ${props.bounds.days.min} to ${props.bounds.days.max} days.`}
            error={errorOf("days")}
          >
            <Input name="days" type="number" inputMode="numeric" required defaultValue={props.days} />
          </Field>
          <Field
            label="Grace period in days"
            hint={`From ${props.bounds.graceDays.min} to ${props.bounds.graceDays.max}. Owners see a warning on every page.`}
            error={errorOf("graceDays")}
          >
            <Input
              name="graceDays"
              type="number"
              inputMode="numeric"
              required
              defaultValue={props.graceDays}
            />
          </Field>
        </div>
        <p className="text-muted-foreground">
          Owners get the full grace period after a change. You'll confirm with your passkey if agents get more
          time.
        </p>
        <FormMessage message={message} />
        <div className="flex items-center gap-3">
          <Button type="submit" disabled={pending}>
            {pending ? "Saving…" : "Save"}
          </Button>
          <Saved when={done} />
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
