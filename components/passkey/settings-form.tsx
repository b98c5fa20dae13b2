import type { ReactNode } from "react";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { FormMessage } from "#components/forms/form-message";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { useConfirmedAction } from "./use-confirmed-action.ts";

/**
 * A form for settings that a session may change in one direction, and a passkey in the other. Its
 * button announces no dialog; an act always with a passkey takes a ConfirmedForm.
 */
export function SettingsForm(props: {
  form: Pick<
    ReturnType<typeof useConfirmedAction<unknown>>,
    "pending" | "formProps" | "errorOf" | "message" | "state" | "dialog"
  >;
  children: ReactNode;
}) {
  const { message, state, dialog } = props.form;
  useDoneToast(state, "Saved");
  return (
    <>
      <ActForm form={props.form} className="grid gap-4" noValidate>
        {props.children}
        <FormMessage message={message} />
        <SubmitButton working="Saving…" className="justify-self-start">
          Save
        </SubmitButton>
      </ActForm>
      <ConfirmDialog {...dialog} />
    </>
  );
}
