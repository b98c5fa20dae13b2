"use client";

import { Field } from "#components/forms/field";
import { Input } from "#components/forms/input";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { changeLabels } from "./actions.ts";

/** Changes an agent's labels. */
export function LabelsForm(props: { agentId: string; labels: string[] }) {
  const form = useConfirmedAction(changeLabels);
  return (
    <ConfirmedForm form={form} submit="Save labels…">
      <input type="hidden" name="agentId" value={props.agentId} />
      <Field
        label="Labels"
        optional
        hint="Rules can target agents by label. Separate with spaces, for example prod team:payments"
        error={form.errorOf("labels")}
      >
        <Input
          name="labels"
          defaultValue={props.labels.join(" ")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
    </ConfirmedForm>
  );
}
