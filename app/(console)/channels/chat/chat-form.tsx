"use client";

import { act } from "#app/(console)/acts/act";
import { ActForm } from "#components/forms/act-form";
import { InputField } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import type { ChatKind } from "#db/schema/chat";

interface Props {
  kind: ChatKind;
  name: string;
  label: string;
  placeholder: string;
}

/** Saves a token or a URL. A saved secret never returns to the browser. */
export function ChatForm({ kind, name, label, placeholder }: Props) {
  const form = useConfirmedAction(act("chat/save"));
  return (
    <ConfirmedForm form={form} submit={`Save ${name}…`} fields={{ kind }}>
      <InputField
        label={label}
        hint="Stored encrypted. You won't be able to see it again."
        name="secret"
        type="password"
        required
        maxLength={2048}
        placeholder={placeholder}
      />
    </ConfirmedForm>
  );
}

export function TestAndRemove({ kind, name, sentTo }: { kind: ChatKind; name: string; sentTo: string }) {
  const form = useAction(act("chat/test"));
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-start gap-2">
        <ActForm form={form} fields={{ kind }}>
          <Button type="submit" variant="outline" disabled={form.pending}>
            {form.pending ? "Sending…" : "Send test"}
            <span className="sr-only"> with {name}</span>
          </Button>
        </ActForm>
        <ConfirmedButton action={act("chat/remove")} fields={{ kind }}>
          Remove…<span className="sr-only"> {name}</span>
        </ConfirmedButton>
      </div>
      <FormMessage message={form.message} />
      <p role="status" className="text-[0.8125rem] text-muted-foreground empty:absolute">
        {form.done ? `A test message is on its way to ${sentTo}.` : null}
      </p>
    </div>
  );
}
