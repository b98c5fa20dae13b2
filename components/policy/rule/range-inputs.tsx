import { Field } from "#components/forms/field";
import { Input } from "#components/forms/input";
import type { ConditionDraft } from "./condition-draft.ts";

export interface ConditionInputsProps {
  draft: ConditionDraft;
  onChange: (change: Partial<ConditionDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

/** From where to where an amount or a total has to be. */
export function RangeInputs({ draft, onChange, errorOf }: ConditionInputsProps) {
  return (
    <>
      <Field label="Over" hint="Use 0 for any amount." error={errorOf("over")}>
        <Input
          inputMode="decimal"
          value={draft.over}
          onChange={({ target }) => onChange({ over: target.value })}
        />
      </Field>
      <Field label="Up to" optional hint="Leave empty for no upper limit." error={errorOf("upTo")}>
        <Input
          inputMode="decimal"
          value={draft.upTo}
          onChange={({ target }) => onChange({ upTo: target.value })}
        />
      </Field>
    </>
  );
}

/** The currencies to which the condition applies. */
export function CurrenciesInput({ draft, onChange, errorOf }: ConditionInputsProps) {
  return (
    <Field
      label="Currencies"
      className="sm:col-span-2"
      hint="Separate with commas: USD, EUR. The condition applies to these currencies only."
      error={errorOf("currencies")}
    >
      <Input
        autoCapitalize="characters"
        spellCheck={false}
        value={draft.currencies}
        onChange={({ target }) => onChange({ currencies: target.value })}
      />
    </Field>
  );
}
