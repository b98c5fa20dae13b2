import { SelectField, TextField } from "#components/forms/controlled-field";
import { Parameter } from "./parameter.tsx";
import type { ConditionInputsProps } from "./range-inputs.tsx";

const compared = { resource: "the resource", param: "a parameter" };
const comparisons: Record<string, string> = { new: "is new", known: "was approved before" };

/** What may be new to the agent, and in how many days. */
export function HistoryInputs({ draft, onChange, errorOf }: ConditionInputsProps) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <SelectField
        label="What"
        options={compared}
        value={draft.per === "param" ? "param" : "resource"}
        onChange={(per) => onChange({ per })}
      />
      {draft.per === "param" ? (
        <Parameter
          label="Parameter"
          value={draft.param}
          error={errorOf("param")}
          onChange={(param) => onChange({ param })}
        />
      ) : null}
      <SelectField
        label="Comparison"
        error={errorOf("is")}
        options={comparisons}
        value={draft.is}
        onChange={(is) => onChange({ is })}
      />
      <TextField
        label="Days"
        optional
        hint="1 to 90. Leave empty for any time."
        error={errorOf("days")}
        inputMode="numeric"
        value={draft.value}
        onChange={(value) => onChange({ value })}
      />
      <p className="text-[0.8125rem] text-muted-foreground sm:col-span-2">
        Known is what people approved for this agent and type, under the same owner, in its last 1,000
        decisions. Auto-approved requests don't count.
      </p>
    </div>
  );
}
