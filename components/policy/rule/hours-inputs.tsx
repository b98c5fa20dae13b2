"use client";

import { Checkbox } from "#components/forms/checkbox";
import { Field, Fieldset } from "#components/forms/field";
import { Input } from "#components/forms/input";
import { Select } from "#components/forms/select";
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
      <Field label="Applies">
        <Select
          value={value.is}
          onChange={({ target }) => onChange({ ...value, is: target.value as Hours["is"] })}
        >
          <option value="within">during these hours</option>
          <option value="outside">outside these hours</option>
        </Select>
      </Field>
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
        <Field label="From" error={errorOf("hours.from")}>
          <Input
            type="time"
            value={value.from}
            onChange={({ target }) => onChange({ ...value, from: target.value })}
          />
        </Field>
        <Field label="To" hint="00:00 means end of day." error={errorOf("hours.to")}>
          <Input
            type="time"
            value={value.to === "24:00" ? "00:00" : value.to}
            onChange={({ target }) =>
              onChange({ ...value, to: target.value === "00:00" ? "24:00" : target.value })
            }
          />
        </Field>
        <Field label="Time zone" hint="For example Europe/Berlin." error={errorOf("hours.timeZone")}>
          <Input
            value={value.timeZone}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => onChange({ ...value, timeZone: target.value })}
          />
        </Field>
      </div>
    </div>
  );
}
