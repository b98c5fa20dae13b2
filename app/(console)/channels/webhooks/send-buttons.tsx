"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";

/** Sends a test event. Its row in the list of messages shows what became of it. */
export function SendTestEvent({ endpointId }: { endpointId: string }) {
  const { pending, formProps, message } = useAction(act("webhook/test"));
  return (
    <form className="grid gap-1" {...formProps}>
      <input type="hidden" name="endpointId" value={endpointId} />
      <Button type="submit" variant="outline" disabled={pending}>
        {pending ? "Sending…" : "Send test event"}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}

/** Sends one message again. `what` completes the button's accessible name. */
export function RetryMessage(props: { endpointId: string; deliveryId: string; what: string }) {
  const { pending, formProps, message } = useAction(act("webhook/send-again"));
  return (
    <form className="grid justify-items-end gap-1" {...formProps}>
      <input type="hidden" name="endpointId" value={props.endpointId} />
      <input type="hidden" name="deliveryId" value={props.deliveryId} />
      <Button type="submit" variant="outline" size="sm" disabled={pending}>
        {pending ? "Sending…" : "Send again"}
        <span className="sr-only"> {props.what}</span>
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
