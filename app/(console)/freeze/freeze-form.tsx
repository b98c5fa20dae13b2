"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { asRefusal, call } from "#components/api/call.ts";
import type { ActionState } from "#components/forms/action-state.ts";
import { TextField } from "#components/forms/controlled-field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/** One press freezes, without a dialog: an agent that acts wrongly can be faster than a second press. */
export function FreezeForm({ longestReason }: { longestReason: number }) {
  const router = useRouter();
  const [reason, setReason] = useState("");
  const { pending, formProps, message } = useAction(async () => {
    const state = await freeze(reason);
    if (state.outcome === "done") router.refresh();
    return state;
  });
  return (
    // Before scripts have loaded, the browser posts the form.
    <form method="post" action="/api/freeze" onSubmit={formProps.onSubmit} className="grid gap-4">
      <Button type="submit" variant="destructive" size="lg" disabled={pending} className="w-fit">
        {pending ? "Freezing…" : "Freeze all agents"}
      </Button>
      <FormMessage message={message} />
      <TextField
        label="Reason"
        hint="Shown to admins and approvers."
        optional
        name="reason"
        maxLength={longestReason}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </form>
  );
}

async function freeze(reason: string): Promise<ActionState> {
  try {
    await call("POST", "/api/freeze", { reason });
    return { outcome: "done", result: undefined };
  } catch (thrown) {
    const { code, message } = asRefusal(thrown, "The agents weren't frozen. Reload the page and try again.");
    return {
      outcome: "refused",
      message,
      errors: {},
      ...(code === "unauthenticated" && { isSignedOut: true }),
    };
  }
}
