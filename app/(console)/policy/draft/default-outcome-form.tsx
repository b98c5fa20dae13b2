"use client";

import type { ReactNode } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm } from "#components/forms/act-form";
import type { ActionState } from "#components/forms/action-state.ts";
import { Field, Select } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import type { DefaultOutcome, Unclassified } from "#lib/policy/language/rule";
import { outcomeLabels } from "#lib/text/labels";

/** Allowing is not among the choices. */
export function DefaultOutcomeForm(props: { revision: number; defaultOutcome: DefaultOutcome }) {
  return (
    <SettingForm action={act("draft/default-outcome")} name="default outcome" revision={props.revision}>
      <Field label="Default outcome" className="min-w-56 flex-1 sm:max-w-xs">
        <Select name="defaultOutcome" defaultValue={props.defaultOutcome}>
          <option value="step_up">{outcomeLabels.step_up}</option>
          <option value="block">{outcomeLabels.block}</option>
        </Select>
      </Field>
    </SettingForm>
  );
}

/** Whether rules auto-approve action types without a description. */
export function UnclassifiedForm(props: { revision: number; unclassified: Unclassified }) {
  return (
    <SettingForm action={act("draft/unclassified")} name="undescribed actions" revision={props.revision}>
      <Field label="Undescribed actions" className="min-w-56 flex-1 sm:max-w-xs">
        <Select name="unclassified" defaultValue={props.unclassified}>
          <option value="default_outcome">Never auto-approve</option>
          <option value="allow">Rules can auto-approve</option>
        </Select>
      </Field>
    </SettingForm>
  );
}

function SettingForm(props: {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  revision: number;
  /** Completes the button's name for screen readers. */
  name: string;
  children: ReactNode;
}) {
  const form = useAction(props.action);
  return (
    <ActForm
      form={form}
      fields={{ revision: props.revision }}
      className="grid content-start gap-3 rounded-lg border bg-card p-4 sm:px-5"
    >
      <div className="flex flex-wrap items-end gap-3">
        {props.children}
        <Button type="submit" variant="outline" disabled={form.pending}>
          <span>
            {form.pending ? "Saving…" : "Save"}
            <span className="sr-only"> {props.name}</span> to draft
          </span>
        </Button>
      </div>
      <FormMessage message={form.message} />
    </ActForm>
  );
}
