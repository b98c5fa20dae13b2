"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "#components/ui/button";
import { ActForm } from "./act-form.tsx";
import type { FormAction } from "./action-state.ts";
import { FormMessage } from "./form-message.tsx";
import { useAction } from "./use-action.ts";

/** A button for an act without fields or passkey. A ConfirmedButton is for acts with a passkey. */
export function ActButton<Result>(
  props: Pick<ButtonProps, "variant" | "size" | "aria-label"> & {
    action: FormAction<Result>;
    /** Hidden fields: the object of the act. */
    fields: Record<string, string | number>;
    label: string;
    /** The label until the answer. */
    working?: string;
    /** After the label, for people who don't see the row. */
    children?: ReactNode;
    /** Of the form. */
    className?: string;
    isNarrow?: boolean;
    /** Shows a refusal above the button. */
    isMessageFirst?: boolean;
  },
) {
  const { action, fields, label, working = label, children, className, isNarrow, isMessageFirst } = props;
  const form = useAction(action);
  const { pending, message } = form;
  return (
    <ActForm form={form} fields={fields} className={className}>
      {isMessageFirst ? <FormMessage message={message} /> : null}
      <Button
        type="submit"
        variant={props.variant ?? "outline"}
        size={props.size}
        className={isNarrow ? "w-fit" : undefined}
        disabled={pending}
        aria-label={props["aria-label"]}
      >
        {pending ? working : label}
        {children}
      </Button>
      {isMessageFirst ? null : <FormMessage message={message} />}
    </ActForm>
  );
}
