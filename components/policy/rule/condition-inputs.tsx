"use client";

import { Field } from "#components/forms/field";
import { Input } from "#components/forms/input";
import { Select } from "#components/forms/select";
import { Textarea } from "#components/forms/textarea";
import type { ConditionDraft } from "./condition-draft.ts";
import { CurrenciesInput, type ConditionInputsProps as Props, RangeInputs } from "./range-inputs.tsx";
import { isRepeat } from "./repeat-draft.ts";
import { RepeatInputs } from "./repeat-inputs.tsx";
import { TotalInputs } from "./total-inputs.tsx";

const comparisons: Record<ConditionDraft["kind"], [string, string][]> = {
  amount: [],
  number: [
    ["under", "is less than"],
    ["up_to", "is at most"],
    ["equal_to", "equals"],
    ["from", "is at least"],
    ["over", "is greater than"],
  ],
  text: [
    ["one_of", "is one of"],
    ["none_of", "is not one of"],
    ["like", "matches (* = anything)"],
  ],
  flag: [
    ["true", "is true"],
    ["false", "is false"],
  ],
  presence: [
    ["present", "is present"],
    ["absent", "is missing"],
  ],
  total: [],
};

/** The inputs of one condition, by its kind. */
export function ConditionInputs(props: Props) {
  if (props.draft.kind === "amount") return <AmountInputs {...props} />;
  if (isRepeat(props.draft)) return <RepeatInputs {...props} />;
  if (props.draft.kind === "total") return <TotalInputs {...props} />;
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

function ComparisonInputs({ draft, onChange, errorOf }: Props) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Parameter
        label="Parameter"
        value={draft.param}
        error={errorOf("param")}
        onChange={(param) => onChange({ param })}
      />
      <Field label="Comparison" error={errorOf("is")}>
        <Select value={draft.is} onChange={({ target }) => onChange({ is: target.value })}>
          {comparisons[draft.kind].map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {draft.kind === "number" ? (
        <Field label="Number" error={errorOf("value")}>
          <Input
            inputMode="decimal"
            value={draft.value}
            onChange={({ target }) => onChange({ value: target.value })}
          />
        </Field>
      ) : null}
      {draft.kind === "text" ? (
        <Field label="Values" className="sm:col-span-2" hint="One per line." error={errorOf("values")}>
          <Textarea
            rows={2}
            value={draft.value}
            spellCheck={false}
            onChange={({ target }) => onChange({ value: target.value })}
          />
        </Field>
      ) : null}
    </div>
  );
}

function Parameter(props: {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label} hint="Parameter name. Use dots for nested values." error={props.error}>
      <Input
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={props.value}
        onChange={({ target }) => props.onChange(target.value)}
      />
    </Field>
  );
}
