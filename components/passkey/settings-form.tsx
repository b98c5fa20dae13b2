"use client";

import type { ReactNode } from "react";
import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { useConfirmedAction } from "./use-confirmed-action.ts";

/**
 * A form for settings that a session may change in one direction, and a passkey in the other. Its
 * button therefore announces no dialog; a form that always takes a passkey is a ConfirmedForm.
 */
export function SettingsForm(props: {
  form: Pick<
    ReturnType<typeof useConfirmedAction<unknown>>,
    "pending" | "formProps" | "message" | "done" | "dialog"
  >;
  children: ReactNode;
}) {
  const { pending, formProps, message, done, dialog } = props.form;
  return (
    <>
      <form className="grid gap-4" noValidate {...formProps}>
        {props.children}
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
