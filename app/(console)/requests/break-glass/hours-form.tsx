"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { Saved } from "#components/forms/saved";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { changeHours } from "./actions.ts";

/** The number of hours until a break-glass review is due. A longer time takes a passkey. */
export function HoursForm({ hours, longest }: { hours: number; longest: number }) {
  const { pending, formProps, message, errorOf, done, dialog } = useConfirmedAction(changeHours);
  return (
    <>
      <form className="grid gap-3" noValidate {...formProps}>
        <Field
          label="Review deadline in hours"
          hint="For break-glass approvals from now on. All admins are notified when a review is overdue."
          error={errorOf("hours")}
        >
          <Input
            name="hours"
            type="number"
            min={1}
            max={longest}
            defaultValue={hours}
            className="sm:max-w-32"
          />
        </Field>
        <FormMessage message={message} />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="outline" disabled={pending}>
            {pending ? "Saving…" : "Save"}
          </Button>
          <Saved when={done} />
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
