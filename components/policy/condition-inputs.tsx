"use client";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { Textarea } from "../ui/textarea.tsx";
import type { ConditionDraft } from "./condition-draft.ts";

interface Props {
  draft: ConditionDraft;
  onChange: (change: Partial<ConditionDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

const comparisons: Record<ConditionDraft["kind"], [string, string][]> = {
  amount: [],
  number: [
    ["under", "is under"],
    ["up_to", "is up to"],
    ["equal_to", "equals"],
    ["from", "is from"],
    ["over", "is over"],
  ],
  text: [
    ["one_of", "is one of"],
    ["none_of", "is none of"],
    ["like", "is like (* for anything)"],
  ],
  flag: [
    ["true", "is true"],
    ["false", "is false"],
  ],
  presence: [
    ["present", "is given"],
    ["absent", "is not given"],
  ],
  total: [
    ["sum", "sum of the amounts"],
    ["count", "number of requests"],
  ],
};

/** What one condition compares with what, by its kind. */
export function ConditionInputs(props: Props) {
  return props.draft.kind === "amount" ? <AmountInputs {...props} /> : <ComparisonInputs {...props} />;
}

function AmountInputs({ draft, onChange, errorOf }: Props) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Field label="Over" hint="0 for any amount above nothing." error={errorOf("over")}>
        <Input
          inputMode="decimal"
          value={draft.over}
          onChange={({ target }) => onChange({ over: target.value })}
        />
      </Field>
      <Field label="Up to" optional hint="Empty for no upper end." error={errorOf("upTo")}>
        <Input
          inputMode="decimal"
          value={draft.upTo}
          onChange={({ target }) => onChange({ upTo: target.value })}
        />
      </Field>
      <Field
        label="Currencies"
        className="sm:col-span-2"
        hint="As agents write them, separated by commas: USD, EUR. The condition holds for these alone."
        error={errorOf("currencies")}
      >
        <Input
          autoCapitalize="characters"
          spellCheck={false}
          value={draft.currencies}
          onChange={({ target }) => onChange({ currencies: target.value })}
        />
      </Field>
      <Parameter
        label="Parameter of the amount"
        value={draft.param}
        error={errorOf("amount")}
        onChange={(param) => onChange({ param })}
      />
      <Parameter
        label="Parameter of the currency"
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
        <Field label="Texts" className="sm:col-span-2" hint="One a line." error={errorOf("values")}>
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
    <Field label={props.label} hint="Its name; dots reach into objects." error={props.error}>
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
