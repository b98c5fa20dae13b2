"use client";

import type { ActionState } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/** Returns a removed rule or threshold to the draft. */
export function RestoreRemoved(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  fields: Record<string, string>;
  /** The rule or threshold, for people who don't see the row. */
  of: string;
}) {
  const { pending, formProps, message } = useAction(props.action);
  return (
    <form className="grid justify-items-end gap-2" {...formProps}>
      {Object.entries(props.fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" variant="outline" size="sm" disabled={pending}>
        {pending ? "Restoring…" : "Restore"}
        <span className="sr-only"> {props.of}</span>
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
