"use client";

import type { ReactNode } from "react";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import type { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";

type Confirmed = ReturnType<typeof useConfirmedAction>;

/** The form that creates a credential. `children` are its fields and the note above the buttons. */
export function CreateForm(props: {
  form: Pick<Confirmed, "pending" | "formProps" | "message" | "dialog">;
  submit: string;
  cancelHref: string;
  children: ReactNode;
}) {
  const { pending, formProps, message, dialog } = props.form;
  return (
    <>
      <form className="grid gap-6" noValidate {...formProps}>
        {props.children}
        <FormMessage message={message} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={pending}>
            {pending ? "Checking…" : props.submit}
          </Button>
          <Button asChild variant="ghost">
            <Link href={props.cancelHref}>Cancel</Link>
          </Button>
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
