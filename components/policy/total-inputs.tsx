import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import { type ConditionInputsProps, CurrenciesInput, RangeInputs } from "./range-inputs.tsx";

const measures = { sum: "the sum of the amounts", count: "the number of requests" };
const owners = { agent: "of the agent", resource: "about the resource", owner: "of the agent's owner" };
const windows = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days" };

/** What is added up, over whose requests and how long back. */
export function TotalInputs(props: ConditionInputsProps) {
  const { draft, onChange, errorOf } = props;
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Choice
        label="What is added up"
        choices={measures}
        value={draft.is}
        error={errorOf("of")}
        onChange={(is) => onChange({ is })}
      />
      <Choice
        label="Whose requests"
        choices={owners}
        value={draft.per}
        error={errorOf("per")}
        onChange={(per) => onChange({ per })}
      />
      <Choice
        label="Within"
        choices={windows}
        value={draft.window}
        error={errorOf("window")}
        onChange={(window) => onChange({ window })}
      />
      <p className="self-end text-[0.8125rem] text-muted-foreground sm:pb-2">
        This request is among them. Denied, cancelled, expired and blocked ones are not.
      </p>
      <RangeInputs {...props} />
      {draft.is === "sum" ? <CurrenciesInput {...props} /> : null}
    </div>
  );
}

function Choice(props: {
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
