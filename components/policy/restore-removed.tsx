"use client";

import { useEffect, useRef } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/**
 * Returns a removed rule or threshold to the draft. The editor's link takes the place of the button,
 * and the focus.
 */
export function RestoreRemoved(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  fields: Record<string, string>;
  /** The ID of the editor's link. */
  focusId: string;
  /** The rule or threshold, for people who don't see the row. */
  of: string;
}) {
  const { action, fields, focusId, of } = props;
  const { pending, done, formProps, message } = useAction(action);
  const isRestored = useRef(false);
  isRestored.current = pending || done;
  useEffect(
    () => () => {
      if (isRestored.current) document.getElementById(focusId)?.focus();
    },
    [focusId],
  );
  return (
    <form className="grid justify-items-end gap-2" {...formProps}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" variant="outline" size="sm" disabled={pending}>
        {pending ? "Restoring…" : "Restore"}
        <span className="sr-only"> {of}</span>
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
