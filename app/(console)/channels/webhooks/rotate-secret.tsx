"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { EndpointSecret } from "./endpoint-secret.tsx";

/** Rotates the secret of an endpoint or a callback, and shows the secret once. */
export function RotateSecret({ endpointId }: { endpointId: string }) {
  const { pending, formProps, result, message, dialog } = useConfirmedAction(act("webhook/rotate"));
  if (result) return <EndpointSecret {...result} title="Secret rotated" />;
  return (
    <>
      <form className="grid gap-2" {...formProps}>
        <input type="hidden" name="endpointId" value={endpointId} />
        <Button type="submit" variant="outline" className="w-fit" aria-haspopup="dialog" disabled={pending}>
          Rotate secret…
        </Button>
        <FormMessage message={message} />
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
