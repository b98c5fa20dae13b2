import { Field } from "#components/forms/field";
import { Select } from "#components/forms/select";

/**
 * A choice of a lifetime or waiting time. A current value outside the choices is offered as well.
 */
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
