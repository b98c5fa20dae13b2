"use client";

import type { ActionState } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

export type SendTest = (previous: ActionState, form: FormData) => Promise<ActionState>;

/** Sends the viewer a test request, without an agent or a terminal, and opens it. */
export function SendTestRequest({ action }: { action: SendTest }) {
  const { pending, formProps, message } = useAction(action);
  return (
    <form className="grid justify-items-start gap-2" {...formProps}>
      <Button type="submit" variant="outline" disabled={pending}>
        <Icon name="flask" />
        {pending ? "Sending…" : "Send a test request"}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
