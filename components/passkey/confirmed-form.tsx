import type { FormEventHandler, ReactNode } from "react";
import { SubmitButton } from "#components/forms/act-form";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { LinkButton } from "#components/ui/button";
import { ConfirmedActForm } from "./confirmed-act-form.tsx";
import type { useConfirmedAction } from "./use-confirmed-action.ts";

interface Props {
  form: Pick<
    ReturnType<typeof useConfirmedAction<unknown>>,
    "pending" | "formProps" | "errorOf" | "message" | "state" | "result" | "dialog"
  >;
  submit: string;
  /** For a page that creates an object. A form without the address stays on its page. */
  cancelHref?: string;
  onChange?: FormEventHandler<HTMLFormElement>;
  fields?: Record<string, string>;
  children: ReactNode;
}

/** A form whose act a passkey confirms. Reports a save or, for an act with a result, a proposal. */
export function ConfirmedForm({ form, submit, cancelHref, onChange, fields, children }: Props) {
  const { message, state, result } = form;
  useDoneToast(state, cancelHref || result !== undefined ? undefined : "Saved");
  return (
    <ConfirmedActForm
      form={form}
      fields={fields}
      className={cancelHref ? "grid gap-6" : "grid gap-4"}
      noValidate
      onChange={onChange}
    >
      {children}
      <FormMessage message={message} />
      {cancelHref ? null : <ProposedNote when={result !== undefined} />}
      <div className="flex flex-wrap items-center gap-2">
        <SubmitButton variant={cancelHref ? "default" : "outline"} working="Checking…">
          {submit}
        </SubmitButton>
        {cancelHref ? (
          <LinkButton href={cancelHref} variant="ghost">
            Cancel
          </LinkButton>
        ) : null}
      </div>
    </ConfirmedActForm>
  );
}
