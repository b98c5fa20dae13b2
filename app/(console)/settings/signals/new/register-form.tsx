"use client";

import { act } from "#app/(console)/acts/act";
import { Checkbox, Radio } from "#components/forms/checkbox";
import { Field, Fieldset, Input, InputField, NameField } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Created } from "#components/settings/created-credential";
import { CodeBlock } from "#components/ui/code-block";

export function RegisterForm({ audience }: { audience: string }) {
  const form = useConfirmedAction(act("event-source/register"));
  const { result } = form;
  if (result)
    return (
      <Created
        title={`${result.name} added`}
        description="Enter these in your identity provider."
        doneHref="/settings/signals"
      >
        <CodeBlock label="Push endpoint" text={result.endpoint} />
        <CodeBlock label="Audience" text={result.audience} />
      </Created>
    );
  return (
    <ConfirmedForm form={form} submit="Add event source…" cancelHref="/settings/signals">
      <NameField placeholder="Okta" />
      <Field label="Issuer" hint="Must match the iss claim exactly.">
        <Input name="issuer" required maxLength={512} autoComplete="off" spellCheck={false} />
      </Field>
      <InputField
        label="Audience"
        hint="The aud claim used for Countersign."
        name="audience"
        required
        maxLength={512}
        spellCheck={false}
        defaultValue={audience}
      />
      <KeySource />
      <Checkbox
        name="mayFreeze"
        label="Allow freezing all agents"
        hint="If the source reports that agents are compromised. Only an admin can release them."
      />
      <p className="text-muted-foreground text-sm">You'll confirm with your passkey.</p>
    </ConfirmedForm>
  );
}

/** The source of an event source's keys. CSS alone hides the field of the option not chosen. */
function KeySource() {
  return (
    <div className="group grid gap-4">
      <Fieldset legend="Signing keys" name="keySource">
        <Radio
          name="keySource"
          value="url"
          defaultChecked
          label="From a URL (recommended)"
          hint="Keys rotate automatically."
        />
        <Radio
          name="keySource"
          value="pasted"
          label="Paste keys"
          hint="If this server can't reach the URL."
        />
      </Fieldset>
      <Field
        label="JWKS URL"
        hint="Must start with https://"
        className="group-has-[[value=pasted]:checked]:hidden"
      >
        <Input name="jwksUrl" type="url" maxLength={2048} autoComplete="off" spellCheck={false} />
      </Field>
      <Field
        label="JWKS"
        hint="A JSON Web Key Set containing public keys."
        className="hidden group-has-[[value=pasted]:checked]:grid"
      >
        <Textarea name="jwks" rows={5} spellCheck={false} autoComplete="off" className="font-mono" />
      </Field>
    </div>
  );
}
