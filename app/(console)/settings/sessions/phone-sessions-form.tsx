"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { Saved } from "#components/forms/saved";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { savePhoneSessions } from "./actions.ts";

export function PhoneSessionsForm(props: { days: number; bounds: { min: number; max: number } }) {
  const { min, max } = props.bounds;
  const { pending, formProps, message, errorOf, done, dialog } = useConfirmedAction(savePhoneSessions);
  return (
    <>
      <form className="grid gap-4" noValidate {...formProps}>
        <Field
          label="Days without use"
          hint={`From ${min} to ${max}. With 0, sessions end after 12 hours on every device.`}
          error={errorOf("days")}
        >
          <Input
            name="days"
            type="number"
            inputMode="numeric"
            required
            defaultValue={props.days}
            className="max-w-40"
          />
        </Field>
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
