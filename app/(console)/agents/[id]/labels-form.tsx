"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { ProposedNote } from "#components/forms/proposed";
import { Saved } from "#components/forms/saved";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { changeLabels } from "./actions.ts";

/** Changes an agent's labels. */
export function LabelsForm(props: { agentId: string; labels: string[] }) {
  const { pending, formProps, message, errorOf, done, result, dialog } = useConfirmedAction(changeLabels);
  return (
    <>
      <form className="grid gap-3" {...formProps}>
        <input type="hidden" name="agentId" value={props.agentId} />
        <Field
          label="Labels"
          optional
          hint="Rules can target agents by label. Separate with spaces, for example prod team:payments"
          error={errorOf("labels")}
        >
          <Input
            name="labels"
            defaultValue={props.labels.join(" ")}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <FormMessage message={message} />
        <ProposedNote when={result !== undefined} />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="outline" disabled={pending}>
            {pending ? "Checking…" : "Save labels…"}
          </Button>
          <Saved when={done && !result} />
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
