"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/** `name` is the browser, for the accessible name: the button stands in each row. */
export function EndSession({ id, name }: { id: string; name: string }) {
  const { pending, formProps, message } = useAction(act("session/end"));
  return (
    <form {...formProps}>
      <input type="hidden" name="session" value={id} />
      <FormMessage message={message} />
      <Button type="submit" variant="outline" size="sm" disabled={pending}>
        {pending ? "Signing out…" : "Sign out"}
        <span className="sr-only"> {name}</span>
      </Button>
    </form>
  );
}
