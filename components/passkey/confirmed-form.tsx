import type { FormEventHandler, ReactNode } from "react";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { Button, LinkButton } from "#components/ui/button";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { useConfirmedAction } from "./use-confirmed-action.ts";

interface Props {
  form: Pick<
    ReturnType<typeof useConfirmedAction<unknown>>,
    "pending" | "formProps" | "message" | "state" | "result" | "dialog"
  >;
  submit: string;
  /** For a page that creates an object. A form without the address stays on its page. */
  cancelHref?: string;
  onChange?: FormEventHandler<HTMLFormElement>;
  /** Hidden fields: the object of the act. */
  fields?: Record<string, string>;
  children: ReactNode;
}

/**
 * A form whose act a passkey confirms. After a change, the form reports a save or, for an action with a
 * result, a proposal to a second admin.
 */
export function ConfirmedForm({ form, submit, cancelHref, onChange, fields = {}, children }: Props) {
  const { pending, formProps, message, state, result, dialog } = form;
  useDoneToast(state, cancelHref || result !== undefined ? undefined : "Saved");
  return (
    <>
      <form
        className={cancelHref ? "grid gap-6" : "grid gap-4"}
        noValidate
        {...formProps}
        onChange={onChange}
      >
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
        <FormMessage message={message} />
        {cancelHref ? null : <ProposedNote when={result !== undefined} />}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant={cancelHref ? "default" : "outline"} disabled={pending}>
            {pending ? "Checking…" : submit}
          </Button>
          {cancelHref ? (
            <LinkButton href={cancelHref} variant="ghost">
              Cancel
            </LinkButton>
          ) : null}
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
