"use client";

import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { change } from "../actions.ts";
import type { ConnectionValues } from "../admission-fields.tsx";
import { ConnectionFields } from "../connection-form.tsx";

export function ChangeConnection({ values }: { values: ConnectionValues }) {
  const { pending, formProps, done, message, errorOf, dialog } = useConfirmedAction(change);
  return (
    <>
      <form className="grid gap-5" noValidate {...formProps}>
        <input type="hidden" name="connectionId" value={values.id} />
        <ConnectionFields values={values} errorOf={errorOf} />
        <FormMessage message={message} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" disabled={pending}>
            {pending ? "Checking…" : "Save changes…"}
          </Button>
          <Saved when={done} />
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
