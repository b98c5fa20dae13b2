"use client";

import { KeyChoice } from "#components/agents/key-choice";
import { CreateForm } from "#components/credentials/create-form";
import { CopyNow, Created } from "#components/credentials/created";
import { Field } from "#components/forms/field";
import { Input } from "#components/forms/input";
import { ProposedNote } from "#components/forms/proposed";
import { useAction } from "#components/forms/use-action.ts";
import { AsksPasskey } from "#components/passkey/asks-passkey";
import { checkedAndConfirmed } from "#components/passkey/confirmation.ts";
import { CodeBlock } from "#components/ui/code-block";
import { register } from "../actions.ts";
import type { Registered } from "../register-confirmed.ts";
import { registrationAct } from "../registration-act.ts";

const registerConfirmed = checkedAndConfirmed(register, registrationAct);

export function RegisterForm() {
  const form = useAction(registerConfirmed);
  const { result, errorOf } = form;
  if (result && "proposalId" in result) return <ProposedNote when />;
  if (result) return <Done tool={result} />;
  return (
    <CreateForm form={form} submit="Register tool" busy="Registering…" cancelHref="/settings/tools">
      <Field label="Name" error={errorOf("name")}>
        <Input name="name" required maxLength={80} autoComplete="off" placeholder="Payments API" />
      </Field>
      <Field
        label="Address (audience)"
        hint="Must exactly match the audience agents send in their requests."
        error={errorOf("audience")}
      >
        <Input
          name="audience"
          type="url"
          required
          maxLength={512}
          autoComplete="off"
          spellCheck={false}
          placeholder="https://payments.example"
        />
      </Field>
      <KeyChoice of="tool" errorOf={errorOf} />
      <AsksPasskey>Anyone with this key can redeem grants for this address.</AsksPasskey>
    </CreateForm>
  );
}

function Done({ tool }: { tool: Registered }) {
  return (
    <Created
      title={`${tool.name} registered`}
      description={`It can now redeem grants for ${tool.audience}.`}
      doneHref="/settings/tools"
    >
      {tool.secret ? (
        <>
          <CopyNow noun="secret">Store it in the tool's secret manager.</CopyNow>
          <CodeBlock label="Secret" text={tool.secret} />
        </>
      ) : null}
    </Created>
  );
}
