"use client";

import { act } from "#app/(console)/acts/act";
import { SubmitButton } from "#components/forms/act-form";
import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { MomentInput } from "#components/forms/moment-input";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";

export function NameDelegate(props: { personId: string; people: Choices }) {
  const form = useConfirmedAction(act("delegation/name"));
  if (props.people.options.length === 0 && !props.people.source)
    return <p className="text-muted-foreground">No other approver can be the delegate.</p>;
  return (
    <ConfirmedForm form={form} submit="Add delegate…" fields={{ personId: props.personId }}>
      <Field label="Delegate">
        <Choice name="delegateId" choices={props.people} empty="Select a person" isRequired />
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
        <Field label="From" optional hint="Leave empty to start now.">
          <MomentInput name="startsAt" />
        </Field>
        <Field label="Until" hint="Up to 90 days.">
          <MomentInput name="endsAt" required />
        </Field>
      </div>
    </ConfirmedForm>
  );
}

/** For the represented person, while an admin's delegation waits for an answer. */
export function ConfirmDelegation({ delegationId, label }: { delegationId: string; label: string }) {
  const form = useConfirmedAction(act("delegation/confirm"));
  return (
    <div className="grid gap-2">
      <ConfirmedActForm form={form} fields={{ delegationId }}>
        <SubmitButton variant="outline" size="sm" working="Checking…" aria-label={label}>
          Confirm…
        </SubmitButton>
      </ConfirmedActForm>
      <FormMessage message={form.message} />
    </div>
  );
}
