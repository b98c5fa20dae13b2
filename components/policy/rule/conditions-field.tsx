import { useId, useRef, useState } from "react";
import { SelectField } from "#components/forms/controlled-field";
import { Fieldset } from "#components/forms/field";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { Condition } from "#lib/policy/language/condition";
import type { ValueList } from "#lib/policy/language/lists";
import { type ConditionDraft, draftOf, emptyDraft } from "./condition-draft.ts";
import { ConditionInputs } from "./condition-inputs.tsx";
import { emptyRepeat, isRepeat } from "./repeat-draft.ts";

/** What a condition is of. `repeat` is a total per action. */
type Kind = Condition["kind"] | "repeat";

const kinds: Record<Kind, string> = {
  amount: "Amount of money",
  number: "Number",
  text: "Text",
  flag: "True or false",
  presence: "Presence",
  total: "Total over time",
  repeat: "Same action again",
  history: "New to the agent",
};

function emptyOf(key: string, kind: Kind): ConditionDraft {
  return kind === "repeat" ? emptyRepeat(key) : emptyDraft(key, kind);
}

function optionsOf(only: readonly Kind[] | undefined): Record<string, string> {
  return only ? Object.fromEntries(only.map((kind) => [kind, kinds[kind]])) : kinds;
}

/** The conditions of a rule, sent as one field. */
export function ConditionsField(props: {
  initial: Condition[];
  lists: ValueList[];
  /** The kinds of conditions, the first one first; any kind if absent. */
  only?: readonly Kind[];
  errorOf: (field: string) => string | undefined;
}) {
  const prefix = useId();
  const next = useRef(props.initial.length);
  const [drafts, setDrafts] = useState(() =>
    props.initial.map((condition, index) => draftOf(condition, `${prefix}-${index}`)),
  );
  const replace = (key: string, change: (draft: ConditionDraft) => ConditionDraft) =>
    setDrafts((all) => all.map((draft) => (draft.key === key ? change(draft) : draft)));
  const add = () => {
    const key = `${prefix}-${next.current++}`;
    setDrafts((all) => [...all, emptyOf(key, props.only?.[0] ?? "amount")]);
  };
  return (
    <Fieldset
      legend="Conditions"
      hint="All must match. If a value can't be read, the default outcome or stricter applies."
      error={props.errorOf("conditions")}
    >
      <input type="hidden" name="conditions" value={JSON.stringify(drafts)} />
      {drafts.map((draft, index) => (
        <fieldset key={draft.key} className="grid gap-3 rounded-md border bg-card p-3 sm:p-4">
          <legend className="sr-only">Condition {index + 1}</legend>
          <div className="flex items-end justify-end gap-3">
            <SelectField
              label="Type"
              className="min-w-0 flex-1"
              options={optionsOf(props.only)}
              value={isRepeat(draft) ? "repeat" : draft.kind}
              onChange={(kind) => replace(draft.key, ({ key }) => emptyOf(key, kind as Kind))}
            />
            <Button
              variant="outline"
              size="icon"
              aria-label={`Remove condition ${index + 1}`}
              onClick={() => setDrafts((all) => all.filter(({ key }) => key !== draft.key))}
            >
              <Icon name="trash" />
            </Button>
          </div>
          <ConditionInputs
            draft={draft}
            lists={props.lists}
            onChange={(change) => replace(draft.key, (current) => ({ ...current, ...change }))}
            errorOf={(field) => props.errorOf(`conditions.${index}.${field}`)}
          />
        </fieldset>
      ))}
      <Button variant="outline" className="w-fit" onClick={add}>
        <Icon name="plus" />
        Add condition
      </Button>
    </Fieldset>
  );
}
