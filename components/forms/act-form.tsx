"use client";

import { type ComponentProps, useContext } from "react";
import { Button, type ButtonProps } from "#components/ui/button";
import { SurroundingForm } from "./surrounding-form.ts";
import type { useAction } from "./use-action.ts";

type Form = Pick<ReturnType<typeof useAction<unknown>>, "pending" | "formProps" | "errorOf">;

/** The form of an act. Its fields find their errors, and its button the pending answer. */
export function ActForm(
  props: Omit<ComponentProps<"form">, "action" | "onSubmit"> & {
    form: Form;
    /** Hidden fields: the object of the act. */
    fields?: Record<string, string | number>;
  },
) {
  const { form, fields = {}, children, ...rest } = props;
  return (
    <SurroundingForm value={form}>
      <form {...rest} {...form.formProps}>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
      </form>
    </SurroundingForm>
  );
}

/** The button that sends the surrounding form. `working`: its label until the answer. */
export function SubmitButton({ working, disabled, children, ...props }: ButtonProps & { working: string }) {
  const { pending } = useContext(SurroundingForm);
  return (
    <Button type="submit" disabled={pending || disabled} {...props}>
      {pending ? working : children}
    </Button>
  );
}
