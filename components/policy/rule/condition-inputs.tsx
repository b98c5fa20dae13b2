import { SelectField, TextField } from "#components/forms/controlled-field";
import { type ConditionDraft, isOnList } from "./condition-draft.ts";
import { HistoryInputs } from "./history-inputs.tsx";
import { ListInputs } from "./list-inputs.tsx";
import { Parameter } from "./parameter.tsx";
import { CurrenciesInput, type ConditionInputsProps as Props, RangeInputs } from "./range-inputs.tsx";
import { isRepeat } from "./repeat-draft.ts";
import { RepeatInputs, TotalInputs } from "./total-inputs.tsx";

const comparisons: Record<ConditionDraft["kind"], Record<string, string>> = {
  amount: {},
  number: {
    under: "is less than",
    up_to: "is at most",
    equal_to: "equals",
    from: "is at least",
    over: "is greater than",
  },
  text: {
    one_of: "is one of",
    none_of: "is not one of",
    like: "matches (* = anything)",
    on_list: "is on the list",
    off_list: "is not on the list",
  },
  flag: { true: "is true", false: "is false" },
  presence: { present: "is present", absent: "is missing" },
  total: {},
  history: {},
};

/** The inputs of one condition, by its kind. */
export function ConditionInputs(props: Props) {
  if (props.draft.kind === "amount") return <AmountInputs {...props} />;
  if (isRepeat(props.draft)) return <RepeatInputs {...props} />;
  if (props.draft.kind === "total") return <TotalInputs {...props} />;
  if (props.draft.kind === "history") return <HistoryInputs {...props} />;
  return <ComparisonInputs {...props} />;
}

function AmountInputs(props: Props) {
  const { draft, onChange, errorOf } = props;
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <RangeInputs {...props} />
      <CurrenciesInput {...props} />
      <Parameter
        label="Amount parameter"
        value={draft.param}
        error={errorOf("amount")}
        onChange={(param) => onChange({ param })}
      />
      <Parameter
        label="Currency parameter"
        value={draft.currencyParam}
        error={errorOf("currency")}
        onChange={(currencyParam) => onChange({ currencyParam })}
      />
    </div>
  );
}

function ComparisonInputs(props: Props) {
  const { draft, onChange, errorOf } = props;
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Parameter
        label="Parameter"
        value={draft.param}
        error={errorOf("param")}
        onChange={(param) => onChange({ param })}
      />
      <SelectField
        label="Comparison"
        error={errorOf("is")}
        options={comparisons[draft.kind]}
        value={draft.is}
        onChange={(is) => onChange({ is })}
      />
      {draft.kind === "number" ? (
        <TextField
          label="Number"
          error={errorOf("value")}
          inputMode="decimal"
          value={draft.value}
          onChange={(value) => onChange({ value })}
        />
      ) : null}
      {isOnList(draft) ? <ListInputs {...props} /> : null}
      {draft.kind === "text" && !isOnList(draft) ? (
        <TextField
          label="Values"
          className="sm:col-span-2"
          hint="One per line."
          error={errorOf("values")}
          rows={2}
          spellCheck={false}
          value={draft.value}
          onChange={(value) => onChange({ value })}
        />
      ) : null}
    </div>
  );
}
