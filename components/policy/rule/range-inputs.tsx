import { TextField } from "#components/forms/controlled-field";
import type { ValueList } from "#lib/policy/language/lists";
import type { ConditionDraft } from "./condition-draft.ts";

export interface ConditionInputsProps {
  draft: ConditionDraft;
  /** The lists of the draft's rules. */
  lists: ValueList[];
  onChange: (change: Partial<ConditionDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

/** From where to where an amount or a total has to be. */
export function RangeInputs({ draft, onChange, errorOf }: ConditionInputsProps) {
  return (
    <>
      <TextField
        label="Over"
        hint="Use 0 for any amount."
        error={errorOf("over")}
        inputMode="decimal"
        value={draft.over}
        onChange={(over) => onChange({ over })}
      />
      <TextField
        label="Up to"
        optional
        hint="Leave empty for no upper limit."
        error={errorOf("upTo")}
        inputMode="decimal"
        value={draft.upTo}
        onChange={(upTo) => onChange({ upTo })}
      />
    </>
  );
}

/** The currencies to which the condition applies. */
export function CurrenciesInput({ draft, onChange, errorOf }: ConditionInputsProps) {
  return (
    <TextField
      label="Currencies"
      className="sm:col-span-2"
      hint="Separate with commas: USD, EUR. The condition applies to these currencies only."
      error={errorOf("currencies")}
      autoCapitalize="characters"
      spellCheck={false}
      value={draft.currencies}
      onChange={(currencies) => onChange({ currencies })}
    />
  );
}
