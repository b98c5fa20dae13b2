"use client";

import { labelsFault, labelsOf } from "#components/agents/labels-of.ts";
import type { ActionState } from "#components/forms/action-state.ts";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { ProposedNote } from "#components/forms/proposed";
import { Saved } from "#components/forms/saved";
import { useAction } from "#components/forms/use-action.ts";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { Button } from "#components/ui/button";
import type { Proposed } from "#lib/two-admins/propose-change";
import { changeLabels } from "./actions.ts";

// Rules target labels: removing a label can loosen the agent's policy, as publishing a policy can.
const changeConfirmed = confirmedAction(
  changeLabels,
  (form) => `agent/labels/${form.get("agentId")}/${typedIn(form).join(",")}`,
);

type Outcome = ActionState<Proposed | undefined>;

async function change(previous: Outcome, form: FormData): Promise<Outcome> {
  const fault = labelsFault(typedIn(form));
  if (fault) return { outcome: "refused", message: "", errors: { labels: fault } };
  return changeConfirmed(previous, form);
}

function typedIn(form: FormData): string[] {
  return labelsOf(String(form.get("labels")));
}

/** Changes an agent's labels. */
export function LabelsForm(props: { agentId: string; labels: string[] }) {
  const { pending, formProps, message, errorOf, done, result } = useAction(change);
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="agentId" value={props.agentId} />
      <Field
        label="Labels"
        optional
        hint="Rules can target agents by label. Separate labels with spaces, for example: prod team:payments"
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
          {pending ? "Saving…" : "Save labels"}
        </Button>
        <Saved when={done && !result} />
      </div>
    </form>
  );
}
