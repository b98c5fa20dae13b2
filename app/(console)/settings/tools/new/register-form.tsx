"use client";

import { act } from "#app/(console)/acts/act";
import { KeyChoice } from "#components/agents/key-choice";
import { InputField, NameField } from "#components/forms/field";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { CopyNow, Created } from "#components/settings/created-credential";
import { CodeBlock } from "#components/ui/code-block";

export function RegisterForm() {
  const form = useConfirmedAction(act("tool/register"));
  const { result } = form;
  if (result && "proposalId" in result) return <ProposedNote when />;
  if (result)
    return (
      <Created
        title={`${result.name} registered`}
        description={`It can now redeem grants for ${result.audience}.`}
        doneHref="/settings/tools"
      >
        {result.secret ? (
          <>
            <CopyNow noun="secret">Store it in the tool's secret manager.</CopyNow>
            <CodeBlock label="Secret" text={result.secret} />
          </>
        ) : null}
      </Created>
    );
  return (
    <ConfirmedForm form={form} submit="Register tool…" cancelHref="/settings/tools">
      <NameField placeholder="Payments API" />
      <InputField
        label="Address (audience)"
        hint="Must exactly match the audience agents send in their requests."
        name="audience"
        type="url"
        required
        maxLength={512}
        spellCheck={false}
        placeholder="https://payments.example"
      />
      <KeyChoice of="tool" />
    </ConfirmedForm>
  );
}
