import { SelectField } from "#components/forms/controlled-field";
import { type ConditionInputsProps, CurrenciesInput, RangeInputs } from "./range-inputs.tsx";
import { limitsOf, type Which, whichOf } from "./repeat-draft.ts";

type Labels = Record<string, string>;

const measures: Labels = { sum: "total amount", count: "number of requests" };
const owners: Labels = { agent: "per agent", resource: "per resource", owner: "per owner" };
const windows: Labels = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days" };

/** The measure of a total, whose requests count, and the period. */
export function TotalInputs(props: ConditionInputsProps) {
  const { draft, onChange, errorOf } = props;
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <SelectField
        label="Measure"
        options={measures}
        value={draft.is}
        error={errorOf("of")}
        onChange={(is) => onChange({ is })}
      />
      <SelectField
        label="Count per"
        options={owners}
        value={draft.per}
        error={errorOf("per")}
        onChange={(per) => onChange({ per })}
      />
      <SelectField
        label="Period"
        options={windows}
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

const requests: Record<Which, string> = {
  again: "Repeated requests",
  first: "The first request",
  number: "Number of requests",
};

/** The counted requests for exactly the same action, and the time. */
export function RepeatInputs(props: ConditionInputsProps) {
  const { draft, onChange, errorOf } = props;
  const which = whichOf(draft);
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <SelectField
        label="Applies to"
        options={requests}
        value={which}
        error={which === "number" ? undefined : errorOf("over")}
        onChange={(chosen) => onChange(limitsOf[chosen])}
      />
      <SelectField
        label="Within"
        options={windows}
        value={draft.window}
        error={errorOf("window")}
        onChange={(window) => onChange({ window })}
      />
      {which === "number" ? <RangeInputs {...props} /> : null}
      <p className="text-[0.8125rem] text-muted-foreground sm:col-span-2">
        The same agent, type, resource, parameters and tool. Pending, approved and auto-approved requests
        count, even if the action wasn't carried out.
      </p>
    </div>
  );
}
