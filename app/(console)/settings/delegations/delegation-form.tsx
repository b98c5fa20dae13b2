"use client";

import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { MomentInput } from "#components/forms/moment-input";
import { useAction } from "#components/forms/use-action.ts";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { name, revoke } from "./actions.ts";

export function NameDelegate(props: { personId: string; people: Choices }) {
  const form = useConfirmedAction(name);
  if (props.people.options.length === 0 && !props.people.source)
    return <p className="text-muted-foreground">No other approver can be the delegate.</p>;
  return (
    <ConfirmedForm form={form} submit="Add delegate…">
      <input type="hidden" name="personId" value={props.personId} />
      <Field label="Delegate" error={form.errorOf("delegateId")}>
        <Choice name="delegateId" choices={props.people} empty="Select a person" isRequired />
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
        <Field label="From" optional hint="Leave empty to start now." error={form.errorOf("startsAt")}>
          <MomentInput name="startsAt" />
        </Field>
        <Field label="Until" hint="Up to 90 days." error={form.errorOf("endsAt")}>
          <MomentInput name="endsAt" required />
        </Field>
      </div>
    </ConfirmedForm>
  );
}

export function RevokeDelegation({ delegationId, label }: { delegationId: string; label: string }) {
  const { pending, formProps, message } = useAction(revoke);
  return (
    <form className="grid gap-2" {...formProps}>
      <input type="hidden" name="delegationId" value={delegationId} />
      <Button type="submit" variant="destructive-outline" size="sm" disabled={pending} aria-label={label}>
        {pending ? "Ending…" : "End delegation"}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
