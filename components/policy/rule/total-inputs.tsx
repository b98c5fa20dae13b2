import { Field } from "#components/forms/field";
import { Select } from "#components/forms/select";
import { type ConditionInputsProps, CurrenciesInput, RangeInputs } from "./range-inputs.tsx";

const measures = { sum: "total amount", count: "number of requests" };
const owners = { agent: "per agent", resource: "per resource", owner: "per owner" };
export const windows = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days" };

/** The measure of a total, whose requests count, and the period. */
export function TotalInputs(props: ConditionInputsProps) {
  const { draft, onChange, errorOf } = props;
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Choice
        label="Measure"
        choices={measures}
        value={draft.is}
        error={errorOf("of")}
        onChange={(is) => onChange({ is })}
      />
      <Choice
        label="Count per"
        choices={owners}
        value={draft.per}
        error={errorOf("per")}
        onChange={(per) => onChange({ per })}
      />
      <Choice
        label="Period"
        choices={windows}
        value={draft.window}
        error={errorOf("window")}
        onChange={(window) => onChange({ window })}
      />
      <p className="self-end text-[0.8125rem] text-muted-foreground sm:pb-2">
        Includes this request. Denied, cancelled, expired and blocked requests aren't counted.
      </p>
      <RangeInputs {...props} />
      {draft.is === "sum" ? <CurrenciesInput {...props} /> : null}
    </div>
  );
}

/** One of the choices of a total. */
export function Choice(props: {
  label: string;
  choices: Record<string, string>;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label} error={props.error}>
      <Select value={props.value} onChange={({ target }) => props.onChange(target.value)}>
        {Object.entries(props.choices).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  );
}
