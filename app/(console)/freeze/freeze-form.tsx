"use client";

import { useState } from "react";
import type { ActionState } from "#components/forms/action-state.ts";
import { TextField } from "#components/forms/controlled-field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/** One press freezes, without a dialog: an agent that acts wrongly can be faster than a second press. */
export function FreezeForm(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  longestReason: number;
}) {
  const [reason, setReason] = useState("");
  const { pending, formProps, message } = useAction(props.action);
  return (
    <form {...formProps} className="grid gap-4">
      <Button type="submit" variant="destructive" size="lg" disabled={pending} className="w-fit">
        {pending ? "Freezing…" : "Freeze all agents"}
      </Button>
      <FormMessage message={message} />
      <TextField
        label="Reason"
        hint="Shown to admins and approvers."
        optional
        name="reason"
        maxLength={props.longestReason}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </form>
  );
}
