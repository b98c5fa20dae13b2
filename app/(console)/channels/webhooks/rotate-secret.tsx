"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { EndpointSecret } from "./endpoint-secret.tsx";

/** Rotates the secret of an endpoint or a callback, and shows the secret once. */
export function RotateSecret({ endpointId }: { endpointId: string }) {
  const form = useConfirmedAction(act("webhook/rotate"));
  const { pending, result, message } = form;
  if (result) return <EndpointSecret {...result} title="Secret rotated" />;
  return (
    <ConfirmedActForm form={form} fields={{ endpointId }} className="grid gap-2">
      <Button type="submit" variant="outline" className="w-fit" aria-haspopup="dialog" disabled={pending}>
        Rotate secret…
      </Button>
      <FormMessage message={message} />
    </ConfirmedActForm>
  );
}
