import { Checkbox } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";
import { loadLater, OnDemand, Unloaded } from "#components/ui/after-load";
import type { Hours } from "#lib/policy/language/hours";

// Few rules have hours, so the inputs load on demand.
const HoursInputs = loadLater(async () => (await import("./hours-inputs.tsx")).default, Unloaded);

/** The hours of a rule, sent as a field; empty for every hour. */
export function HoursField(props: {
  value: Hours | undefined;
  onChange: (value: Hours | undefined) => void;
  errorOf: (field: string) => string | undefined;
}) {
  const { value, onChange, errorOf } = props;
  return (
    <Fieldset legend="Schedule" error={errorOf("hours")}>
      <input type="hidden" name="hours" value={value ? JSON.stringify(value) : ""} />
      <Checkbox
        label="Only at certain times"
        hint="For example business hours, or everything outside them."
        checked={value !== undefined}
        onChange={({ target }) => onChange(target.checked ? businessHours() : undefined)}
      />
      {value ? (
        <OnDemand>
          <HoursInputs value={value} onChange={onChange} errorOf={errorOf} />
        </OnDemand>
      ) : null}
    </Fieldset>
  );
}

function businessHours(): Hours {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return { is: "within", days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "17:00", timeZone };
}
