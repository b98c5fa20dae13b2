import { Checkbox } from "#components/forms/checkbox";
import { SelectField, TextField } from "#components/forms/controlled-field";
import { Fieldset } from "#components/forms/field";
import type { Hours } from "#lib/policy/language/hours";

const days: [Hours["days"][number], string][] = [
  ["mon", "Monday"],
  ["tue", "Tuesday"],
  ["wed", "Wednesday"],
  ["thu", "Thursday"],
  ["fri", "Friday"],
  ["sat", "Saturday"],
  ["sun", "Sunday"],
];

/** Hours, days and time zone. */
export default function HoursInputs(props: {
  value: Hours;
  onChange: (value: Hours) => void;
  errorOf: (field: string) => string | undefined;
}) {
  const { value, onChange, errorOf } = props;
  const toggle = (day: Hours["days"][number]) => {
    const isOn = value.days.includes(day);
    const chosen = days.filter(([each]) => (each === day ? !isOn : value.days.includes(each)));
    onChange({ ...value, days: chosen.map(([each]) => each) });
  };
  return (
    <div className="grid gap-4 rounded-md border bg-card p-3 sm:p-4">
      <SelectField
        label="Applies"
        options={{ within: "during these hours", outside: "outside these hours" }}
        value={value.is}
        onChange={(is) => onChange({ ...value, is })}
      />
      <Fieldset legend="Days" error={errorOf("hours.days")}>
        <div className="flex flex-wrap gap-2">
          {days.map(([day, name]) => (
            <Checkbox
              key={day}
              label={name.slice(0, 3)}
              aria-label={name}
              checked={value.days.includes(day)}
              onChange={() => toggle(day)}
            />
          ))}
        </div>
      </Fieldset>
      <div className="grid items-start gap-3 sm:grid-cols-[8rem_8rem_minmax(0,1fr)]">
        <TextField
          label="From"
          error={errorOf("hours.from")}
          type="time"
          value={value.from}
          onChange={(from) => onChange({ ...value, from })}
        />
        <TextField
          label="To"
          hint="00:00 means end of day."
          error={errorOf("hours.to")}
          type="time"
          value={value.to === "24:00" ? "00:00" : value.to}
          onChange={(to) => onChange({ ...value, to: to === "00:00" ? "24:00" : to })}
        />
        <TextField
          label="Time zone"
          hint="For example Europe/Berlin."
          error={errorOf("hours.timeZone")}
          value={value.timeZone}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onChange={(timeZone) => onChange({ ...value, timeZone })}
        />
      </div>
    </div>
  );
}
