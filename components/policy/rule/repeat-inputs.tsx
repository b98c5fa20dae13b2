import { type ConditionInputsProps, RangeInputs } from "./range-inputs.tsx";
import { limitsOf, type Which, whichOf } from "./repeat-draft.ts";
import { Choice, windows } from "./total-inputs.tsx";

const requests: Record<Which, string> = {
  again: "Repeated requests",
  first: "The first request",
  number: "Number of requests",
};

/** Which of the requests for exactly the same action, and within which time. */
export function RepeatInputs(props: ConditionInputsProps) {
  const { draft, onChange, errorOf } = props;
  const which = whichOf(draft);
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Choice
        label="Applies to"
        choices={requests}
        value={which}
        error={which === "number" ? undefined : errorOf("over")}
        onChange={(chosen) => onChange(limitsOf[chosen as Which])}
      />
      <Choice
        label="Within"
        choices={windows}
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
