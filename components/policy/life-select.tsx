import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";

/** A choice of how long something lives. A value that is none of the choices is offered as well. */
export function LifeSelect(props: {
  label: string;
  name: string;
  hint: string;
  /** Seconds and their words, shortest first. */
  choices: [number, string][];
  seconds: number;
  error: string | undefined;
}) {
  const { choices, seconds } = props;
  const isChoice = choices.some(([choice]) => choice === seconds);
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      <Select name={props.name} defaultValue={seconds}>
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
