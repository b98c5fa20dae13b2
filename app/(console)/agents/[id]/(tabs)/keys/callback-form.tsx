"use client";

import { useRouter } from "next/navigation";
import { act } from "#app/(console)/acts/act";
import { Field, Input } from "#components/forms/field";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { EndpointSecret } from "../../../../channels/webhooks/endpoint-secret.tsx";

export function CallbackForm({ agentId, submit }: { agentId: string; submit: string }) {
  const form = useConfirmedAction(act("agent/callback"));
  const { result } = form;
  const router = useRouter();
  if (result)
    return (
      <div className="grid gap-3">
        <EndpointSecret {...result} title="Callback set" />
        <Button variant="outline" className="w-fit" onClick={() => router.refresh()}>
          Done
        </Button>
      </div>
    );
  return (
    <ConfirmedForm form={form} submit={submit} fields={{ agentId }}>
      <Field label="Callback URL" hint="Must start with https://">
        <Input name="url" type="url" required maxLength={2048} autoComplete="off" spellCheck={false} />
      </Field>
    </ConfirmedForm>
  );
}
