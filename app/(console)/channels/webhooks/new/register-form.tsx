"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input, InputField } from "#components/forms/field";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Created } from "#components/settings/created-credential";
import { SecretOnce } from "../endpoint-secret.tsx";
import { type EventChoice, EventChoices } from "../event-choices.tsx";

export function RegisterForm({ choices }: { choices: EventChoice[] }) {
  const form = useConfirmedAction(act("webhook/register"));
  const { result } = form;
  if (result && "proposalId" in result) return <ProposedNote when />;
  if (result)
    return (
      <Created
        title="Endpoint added"
        description="It gets events from now on. Send a test event from its page."
        doneHref={`/channels/webhooks/${result.endpointId}`}
      >
        <SecretOnce secret={result.secret} />
      </Created>
    );
  return (
    <ConfirmedForm form={form} submit="Add endpoint…" cancelHref="/channels/webhooks">
      <InputField label="Name" name="description" required maxLength={80} placeholder="Security monitoring" />
      <Field label="URL" hint="Must start with https://">
        <Input name="url" type="url" required maxLength={2048} autoComplete="off" spellCheck={false} />
      </Field>
      <EventChoices choices={choices} chosen={[]} />
      <p className="text-muted-foreground text-sm">You'll confirm with your passkey.</p>
    </ConfirmedForm>
  );
}
