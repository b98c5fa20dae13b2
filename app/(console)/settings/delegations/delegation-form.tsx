"use client";

import type { ActionState } from "#components/forms/action-state.ts";
import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { useAction } from "#components/forms/use-action.ts";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import type { Proposed } from "#lib/two-admins/propose-change";
import { name, revoke } from "./actions.ts";

/**
 * Typed times are in the person's own time zone, which only the browser knows, so the form sends
 * UTC times.
 */
function withMoments(form: FormData): FormData {
  for (const field of ["startsAt", "endsAt"]) {
    const at = new Date(String(form.get(field)));
    form.set(field, Number.isNaN(at.getTime()) ? "" : at.toISOString());
  }
  return form;
}

export function NameDelegate(props: { personId: string; people: Choices }) {
  const form = useConfirmedAction((previous: ActionState<Proposed | undefined>, form: FormData) =>
    name(previous, withMoments(form)),
  );
  if (props.people.options.length === 0 && !props.people.source)
    return <p className="text-muted-foreground">No other approver can be the delegate.</p>;
  return (
    <ConfirmedForm form={form} submit="Add delegate…">
      <input type="hidden" name="personId" value={props.personId} />
      <Field label="Delegate" error={form.errorOf("delegateId")}>
        <Choice name="delegateId" choices={props.people} empty="Select a person" isRequired />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="From"
          optional
          hint="Leave empty to start now. Your local time."
          error={form.errorOf("startsAt")}
        >
          <Input name="startsAt" type="datetime-local" />
        </Field>
        <Field label="Until" hint="Up to 90 days." error={form.errorOf("endsAt")}>
          <Input name="endsAt" type="datetime-local" required />
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
