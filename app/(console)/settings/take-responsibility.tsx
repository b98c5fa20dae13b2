"use client";

import type { ActionState } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/**
 * Takes responsibility for a token or event source, from another admin or when no admin is
 * responsible: one press and a passkey (`action` asks for the passkey).
 */
export function TakeResponsibility(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  id: string;
  name: string;
}) {
  const { pending, formProps, message } = useAction(props.action);
  return (
    <form {...formProps} className="grid justify-items-start gap-2">
      <input type="hidden" name="id" value={props.id} />
      <Button
        type="submit"
        variant="outline"
        size="sm"
        disabled={pending}
        aria-label={`Take responsibility for ${props.name}`}
      >
        {pending ? "Saving…" : "Take responsibility"}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
