"use client";

import type { ReactNode } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { useGoTo } from "#components/forms/use-go-to.ts";
import { Button, type ButtonProps } from "#components/ui/button";
import { ConfirmedActForm } from "./confirmed-act-form.tsx";
import { useConfirmedAction } from "./use-confirmed-action.ts";

/** A button for an act with a passkey and without fields. A result means a proposed change. */
export function ConfirmedButton<Result = void>(props: {
  action: (previous: ActionState<Result>, form: FormData) => Promise<ActionState<Result>>;
  fields: Record<string, string>;
  children: ReactNode;
  buttonProps?: Pick<ButtonProps, "variant" | "size" | "aria-label">;
  /** Where to go when it is done, where the page is gone then. */
  doneHref?: string;
}) {
  const form = useConfirmedAction(props.action);
  const { pending, message, done, result } = form;
  useGoTo(done ? props.doneHref : undefined);
  return (
    <ConfirmedActForm form={form} fields={props.fields} className="grid gap-2 [&>button]:justify-self-start">
      <Button
        type="submit"
        variant="outline"
        aria-haspopup="dialog"
        disabled={pending}
        {...props.buttonProps}
      >
        {props.children}
      </Button>
      <FormMessage message={message} />
      <ProposedNote when={result !== undefined} />
    </ConfirmedActForm>
  );
}
