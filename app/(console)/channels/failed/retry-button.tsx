"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/** Sends one failed message again. `what` completes the button's accessible name. */
export function RetryDelivery({ deliveryId, what }: { deliveryId: string; what: string }) {
  const { pending, formProps, message } = useAction(act("delivery/retry"));
  return (
    <form {...formProps} className="grid justify-items-end gap-1">
      <input type="hidden" name="deliveryId" value={deliveryId} />
      <Button type="submit" variant="outline" disabled={pending}>
        {pending ? "Retrying…" : "Retry"}
        <span className="sr-only"> {what}</span>
      </Button>
      <FormMessage message={message} />
    </form>
  );
}

/** Sends every failed message again that is still true. */
export function RetryAll() {
  const { pending, formProps, message } = useAction(act("delivery/retry-all"));
  return (
    <form {...formProps} className="grid gap-1">
      <Button type="submit" variant="outline" disabled={pending}>
        {pending ? "Retrying…" : "Retry all"}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
