import { Checkbox } from "#components/forms/checkbox";
import type { Choices } from "#components/forms/choice";
import { CodeInput, Field, Fieldset } from "#components/forms/field";
import { SeveralChoice } from "#components/forms/several-choice";
import type { Rule } from "#lib/policy/language/rule";

/** What a rule can be about. */
export interface ScopeChoices {
  actions: { type: string; title: string }[];
  agents: Choices;
  labels: string[];
  groups: { id: string; name: string }[];
}

/** Which actions the rule is about. */
export function ActionsField(props: {
  rule: Rule;
  actions: ScopeChoices["actions"];
  errorOf: (field: string) => string | undefined;
}) {
  const { rule, actions, errorOf } = props;
  const known = new Set(actions.map(({ type }) => type));
  const others = rule.actions.filter((selector) => !known.has(selector));
  return (
    <Fieldset legend="Action types" error={errorOf("actions") ?? errorOf("actions.0")}>
      <div className="grid gap-2 sm:grid-cols-2">
        {actions.map(({ type, title }) => (
          <Checkbox
            key={type}
            name="actions"
            value={type}
            label={title}
            hint={<code>{type}</code>}
            defaultChecked={rule.actions.includes(type)}
          />
        ))}
      </div>
      <Field
        label="Other action types"
        optional
        hint="Separate with commas. Use refund.* for a group or * for all."
        className="mt-2"
      >
        <CodeInput name="otherActions" defaultValue={others.join(", ")} />
      </Field>
    </Fieldset>
  );
}

/** Which agents, resources and tools a rule is about. */
export function ScopeFields(props: {
  scope: Pick<Rule, "resource" | "audience" | "agents" | "labels">;
  choices: Omit<ScopeChoices, "actions">;
  errorOf: (field: string) => string | undefined;
}) {
  const { scope, choices, errorOf } = props;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Resource" optional hint="Use * as a wildcard: charge/*" error={errorOf("resource")}>
          <CodeInput name="resource" defaultValue={scope.resource} />
        </Field>
        <Field
          label="Tool"
          optional
          hint="Audience address, for example https://payments.example/*"
          error={errorOf("audience")}
        >
          <CodeInput name="audience" defaultValue={scope.audience} />
        </Field>
      </div>
      {choices.agents.options.length > 0 || choices.agents.source ? (
        <SeveralChoice
          legend="Agents"
          hint="Leave empty for all agents."
          name="agents"
          choices={choices.agents}
          chosen={scope.agents ?? []}
          addLabel="Add agent"
          className="grid max-h-64 gap-2 overflow-y-auto sm:grid-cols-2"
        />
      ) : null}
      <Field
        label="Agent labels"
        optional
        hint={
          choices.labels.length > 0
            ? `Agents with any of these labels. Separate with commas. In use: ${choices.labels.join(", ")}`
            : "Agents with any of these labels. Separate with commas."
        }
        error={errorOf("labels") ?? errorOf("labels.0")}
      >
        <CodeInput name="labels" defaultValue={scope.labels?.join(", ")} />
      </Field>
    </>
  );
}
