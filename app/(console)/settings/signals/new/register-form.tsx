"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { CodeBlock } from "#components/ui/code-block";
import { Link } from "#components/ui/link";
import { register } from "../actions.ts";
import type { Registered } from "../registration.ts";
import { KeySource } from "./key-source.tsx";

export function RegisterForm({ audience }: { audience: string }) {
  const { pending, formProps, result, message, errorOf, dialog } = useConfirmedAction(register);
  if (result) return <Done eventSource={result} />;
  return (
    <>
      <form className="grid gap-6" noValidate {...formProps}>
        <Field label="Name" error={errorOf("name")}>
          <Input name="name" required maxLength={80} autoComplete="off" placeholder="Okta" />
        </Field>
        <Field label="Issuer" hint="Must match the iss claim exactly." error={errorOf("issuer")}>
          <Input name="issuer" required maxLength={512} autoComplete="off" spellCheck={false} />
        </Field>
        <Field label="Audience" hint="The aud claim used for Countersign." error={errorOf("audience")}>
          <Input
            name="audience"
            required
            maxLength={512}
            autoComplete="off"
            spellCheck={false}
            defaultValue={audience}
          />
        </Field>
        <KeySource errorOf={errorOf} />
        <p className="text-muted-foreground text-sm">You'll confirm with your passkey.</p>
        <FormMessage message={message} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={pending}>
            {pending ? "Checking…" : "Add event source…"}
          </Button>
          <Button asChild variant="ghost">
            <Link href="/settings/signals">Cancel</Link>
          </Button>
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}

function Done({ eventSource }: { eventSource: Registered }) {
  return (
    <div className="grid gap-4">
      <Alert variant="success" role="status" title={`${eventSource.name} added`}>
        Enter these in your identity provider.
      </Alert>
      <CodeBlock label="Push endpoint" text={eventSource.endpoint} />
      <CodeBlock label="Audience" text={eventSource.audience} />
      <Button asChild variant="outline" className="w-fit">
        <Link href="/settings/signals">Done</Link>
      </Button>
    </div>
  );
}
