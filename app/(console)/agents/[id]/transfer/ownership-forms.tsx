"use client";

import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { LinkButton } from "#components/ui/button";

export function OfferForm(props: { agentId: string; people: Choices }) {
  const form = useAction(act("agent/offer"));
  const { agentId, people } = props;
  return (
    <ActForm form={form} fields={{ agentId }} className="grid gap-4">
      <Field
        label="New owner"
        hint="They review the agent and accept with a passkey within 7 days. Until then nothing changes."
      >
        <Choice name="toPersonId" choices={people} empty="Select a person" isRequired />
      </Field>
      <p className="text-[0.8125rem] text-muted-foreground">
        When they accept, pending requests are cancelled and unused grants are revoked. The agent's keys are
        revoked too, unless the new owner keeps them.
      </p>
      <FormMessage message={form.message} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton working="Sending…">Transfer ownership</SubmitButton>
        <LinkButton href={`/agents/${agentId}`} variant="ghost">
          Cancel
        </LinkButton>
      </div>
    </ActForm>
  );
}
