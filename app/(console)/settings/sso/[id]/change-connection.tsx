"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import type { ConnectionValues } from "../admission-fields.tsx";
import { ConnectionFields } from "../connection-form.tsx";

export function ChangeConnection({ values }: { values: ConnectionValues }) {
  const { pending, formProps, state, message, errorOf, dialog } = useConfirmedAction(act("sso/change"));
  useDoneToast(state, "Saved");
  return (
    <>
      <form className="grid gap-5" noValidate {...formProps}>
        <input type="hidden" name="connectionId" value={values.id} />
        <ConnectionFields values={values} errorOf={errorOf} />
        <FormMessage message={message} />
        <Button type="submit" disabled={pending} className="justify-self-start">
          {pending ? "Checking…" : "Save changes…"}
        </Button>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
