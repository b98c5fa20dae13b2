import { useState } from "react";
import { Field, Select } from "#components/forms/field";
import { ActionsField, type ScopeChoices } from "#components/policy/rule/scope-fields";
import type { Rule } from "#lib/policy/language/rule";

const several = "several";

/** The action type of a rule: from a list, or several in a further field. */
export function ActionChoice(props: {
  rule: Rule;
  actions: ScopeChoices["actions"];
  errorOf: (field: string) => string | undefined;
}) {
  const { rule, actions, errorOf } = props;
  const [chosen, choose] = useState(() => firstChoice(rule, actions));
  return (
    <div className="grid gap-4">
      <Field
        label="Action type"
        className="sm:max-w-96"
        error={chosen === several ? undefined : (errorOf("actions") ?? errorOf("actions.0"))}
      >
        <Select value={chosen} onChange={({ target }) => choose(target.value)}>
          <option value="" disabled>
            Select an action type
          </option>
          {actions.map(({ type, title }) => (
            <option key={type} value={type}>
              {title}
            </option>
          ))}
          <option value="*">Every action</option>
          <option value={several}>Several or other types</option>
        </Select>
      </Field>
      {chosen === several ? (
        <ActionsField rule={rule} actions={actions} errorOf={errorOf} />
      ) : (
        <>
          {chosen === "" ? null : <input type="hidden" name="actions" value={chosen} />}
          <input type="hidden" name="otherActions" value="" />
        </>
      )}
    </div>
  );
}

function firstChoice({ actions: [first = "", ...others] }: Rule, choices: ScopeChoices["actions"]): string {
  if (others.length > 0) return several;
  const isListed = first === "" || first === "*" || choices.some(({ type }) => type === first);
  return isListed ? first : several;
}
