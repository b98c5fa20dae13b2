import { Field, Select } from "#components/forms/field";

/** A choice of a lifetime or waiting time. A current value outside the choices is offered as well. */
export function LifetimeSelect(props: {
  label: string;
  /** Of the form's field, where there is one. */
  name?: string;
  hint: string;
  /** Seconds and their words, shortest first. */
  choices: [number, string][];
  seconds: number;
  /** For a value stored elsewhere. */
  onChange?: (seconds: number) => void;
  error: string | undefined;
}) {
  const { choices, seconds, onChange } = props;
  const isChoice = choices.some(([choice]) => choice === seconds);
  const value = onChange
    ? {
        value: seconds,
        onChange: ({ target }: { target: HTMLSelectElement }) => onChange(Number(target.value)),
      }
    : { defaultValue: seconds };
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      <Select name={props.name} {...value}>
        {isChoice ? null : <option value={seconds}>{seconds} seconds</option>}
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** How long a request may wait, in seconds, to choose from. */
export const requestLifetimes: [number, string][] = [
  [300, "5 minutes"],
  [900, "15 minutes"],
  [1800, "30 minutes"],
  [3600, "1 hour"],
  [14_400, "4 hours"],
  [28_800, "8 hours"],
  [86_400, "1 day"],
  [259_200, "3 days"],
  [604_800, "7 days"],
  [1_209_600, "14 days"],
  [2_592_000, "30 days"],
];

/** How long a grant may live. */
export const grantLifetimes: [number, string][] = [
  [30, "30 seconds"],
  [60, "1 minute"],
  [120, "2 minutes"],
  [300, "5 minutes"],
  [600, "10 minutes"],
  [900, "15 minutes"],
];
