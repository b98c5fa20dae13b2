"use client";

import type { ActionState } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

export type SendTest = (previous: ActionState, form: FormData) => Promise<ActionState>;

interface SendTestRequestProps {
  action: SendTest;
  /** "Send another test request", for example. */
  label?: string;
  variant?: "default" | "outline";
}

/** Sends the viewer a test request, without an agent or a terminal, and opens it. */
export function SendTestRequest(props: SendTestRequestProps) {
  const { action, label = "Send a test request", variant = "outline" } = props;
  const { pending, formProps, message } = useAction(action);
  return (
    <form className="grid justify-items-start gap-2" {...formProps}>
      <Button type="submit" variant={variant} disabled={pending}>
        <Icon name="flask" />
        {pending ? "Sending…" : label}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
