"use client";

import { Checkbox } from "#components/forms/checkbox";
import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { saveDetails } from "./actions.ts";

/** A tick for each channel whose messages may name the action and the amount. */
export function DetailsForm({ channels }: { channels: { id: string; label: string; isOn: boolean }[] }) {
  const { pending, formProps, message, done, dialog } = useConfirmedAction(saveDetails);
  return (
    <>
      <form className="grid gap-4" {...formProps}>
        <div className="grid gap-2 sm:grid-cols-2">
          {channels.map(({ id, label, isOn }) => (
            <Checkbox key={id} name="channels" value={id} label={label} defaultChecked={isOn} />
          ))}
        </div>
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
