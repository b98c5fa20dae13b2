"use client";

import { act } from "#app/(console)/acts/act";
import { Choice } from "#components/forms/choice";
import { Field, Input } from "#components/forms/field";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { environmentColorLabels } from "#components/settings/environment-colors.ts";

const colors = Object.entries(environmentColorLabels).map(([id, name]) => ({ id, name }));

export function EnvironmentForm(props: { label: string; color: string; longest: number }) {
  const form = useConfirmedAction(act("workspace/environment"));
  if (form.result) return <ProposedNote when />;
  return (
    <ConfirmedForm form={form} submit="Change environment…">
      <Field
        label="Name"
        optional
        hint={`At most ${props.longest} characters, such as production. Leave empty for none.`}
      >
        <Input name="label" maxLength={props.longest} autoComplete="off" defaultValue={props.label} />
      </Field>
      <Field label="Color">
        <Choice name="color" choices={{ options: colors, chosen: props.color }} empty="Select" isRequired />
      </Field>
    </ConfirmedForm>
  );
}
