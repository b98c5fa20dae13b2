import type { ReactNode } from "react";
import { SubmitButton } from "#components/forms/act-form";
import type { FormAction } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { ConfirmedActForm } from "./confirmed-act-form.tsx";
import { useConfirmedAction } from "./use-confirmed-action.ts";

/** Settings that a session may change in one direction, and a passkey in the other. */
export function SettingsForm(props: { action: FormAction; children: ReactNode }) {
  const form = useConfirmedAction(props.action);
  useDoneToast(form.state, "Saved");
  return (
    <ConfirmedActForm form={form} className="grid gap-4" noValidate>
      {props.children}
      <FormMessage message={form.message} />
      <SubmitButton working="Saving…" className="justify-self-start">
        Save
      </SubmitButton>
    </ConfirmedActForm>
  );
}
