import type { ComponentProps } from "react";
import { ActForm } from "#components/forms/act-form";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { useConfirmedAction } from "./use-confirmed-action.ts";

/** An ActForm, and the dialog in which a passkey confirms its act. */
export function ConfirmedActForm(
  props: ComponentProps<typeof ActForm> & {
    form: Pick<ReturnType<typeof useConfirmedAction<unknown>>, "dialog">;
  },
) {
  return (
    <>
      <ActForm {...props} />
      <ConfirmDialog {...props.form.dialog} />
    </>
  );
}
