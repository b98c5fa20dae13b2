"use client";

import { KeyChoice } from "#components/agents/key-choice";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { ProposedNote } from "#components/forms/proposed";
import { useAction } from "#components/forms/use-action.ts";
import { AsksPasskey } from "#components/passkey/asks-passkey";
import { checkedAndConfirmed } from "#components/passkey/confirmation.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { CodeBlock } from "#components/ui/code-block";
import { Link } from "#components/ui/link";
import { register } from "../actions.ts";
import type { Registered } from "../register-confirmed.ts";
import { registrationAct } from "../registration-act.ts";

const registerConfirmed = checkedAndConfirmed(register, registrationAct);

export function RegisterForm() {
  const { pending, formProps, result, message, errorOf } = useAction(registerConfirmed);
  if (result && "proposalId" in result) return <ProposedNote when />;
  if (result) return <Done tool={result} />;
  return (
    <form className="grid gap-6" noValidate {...formProps}>
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
      <FormMessage message={message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending}>
          {pending ? "Registering…" : "Register tool"}
        </Button>
        <Button asChild variant="ghost">
          <Link href="/settings/tools">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}

function Done({ tool }: { tool: Registered }) {
  return (
    <div className="grid gap-4">
      <Alert variant="success" role="status" title={`${tool.name} registered`}>
        It can now redeem grants for {tool.audience}.
      </Alert>
      {tool.secret ? (
        <>
          <Alert variant="warning" title="Copy this secret now">
            You won't be able to see it again. Store it in the tool's secret manager.
          </Alert>
          <CodeBlock label="Secret" text={tool.secret} />
        </>
      ) : null}
      <Button asChild variant="outline" className="w-fit">
        <Link href="/settings/tools">Done</Link>
      </Button>
    </div>
  );
}
