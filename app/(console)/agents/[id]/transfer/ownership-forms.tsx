"use client";

import { act } from "#app/(console)/acts/act";
import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button, LinkButton } from "#components/ui/button";

/** Offers an agent to a new owner. */
export function OfferForm(props: { agentId: string; people: Choices }) {
  const { pending, formProps, message, errorOf } = useAction(act("agent/offer"));
  const agentPage = `/agents/${props.agentId}`;
  return (
    <form className="grid gap-4" {...formProps}>
      <input type="hidden" name="agentId" value={props.agentId} />
      <Field
        label="New owner"
        hint="They review the agent and accept with a passkey within 7 days. Until then nothing changes."
        error={errorOf("toPersonId")}
      >
        <Choice name="toPersonId" choices={props.people} empty="Select a person" isRequired />
      </Field>
      <p className="text-[0.8125rem] text-muted-foreground">
        When they accept, pending requests are cancelled and unused grants are revoked. The agent's keys are
        revoked too, unless the new owner keeps them.
      </p>
      <FormMessage message={message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending}>
          {pending ? "Sending…" : "Transfer ownership"}
        </Button>
        <LinkButton href={agentPage} variant="ghost">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}
