import type { ReactNode } from "react";
import { FormMessage } from "#components/forms/form-message";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { useConfirmedAction } from "./use-confirmed-action.ts";

/**
 * A form for settings that a session may change in one direction, and a passkey in the other. Its
 * button announces no dialog; an act always with a passkey takes a ConfirmedForm.
 */
export function SettingsForm(props: {
  form: Pick<
    ReturnType<typeof useConfirmedAction<unknown>>,
    "pending" | "formProps" | "message" | "state" | "dialog"
  >;
  children: ReactNode;
}) {
  const { pending, formProps, message, state, dialog } = props.form;
  useDoneToast(state, "Saved");
  return (
    <>
      <form className="grid gap-4" noValidate {...formProps}>
        {props.children}
        <FormMessage message={message} />
        <Button type="submit" disabled={pending} className="justify-self-start">
          {pending ? "Saving…" : "Save"}
        </Button>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
