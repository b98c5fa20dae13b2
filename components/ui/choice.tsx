import { Select } from "./select.tsx";
import { TypedChoice } from "./typed-choice.tsx";

/** What can be chosen in a field, when it may be more than a list can hold. */
export interface Choices {
  /** All there are while they are few; else those chosen already, if any. */
  options: { id: string; name: string }[];
  /** Where suggestions for what is typed come from; left out while `options` are all. */
  source?: string | undefined;
  /** What the field holds to begin with: an id of `options`, or a text as the source suggests it. */
  chosen?: string | undefined;
}

/**
 * Chooses one of them: by a list while they are few, else by typing, with suggestions. The field's value is an id or what was typed, and the
 * server says who is meant (app/chosen.ts): so it works before scripts have loaded, and where a browser shows no suggestions.
 */
export function Choice(props: {
  choices: Choices;
  name?: string;
  /** The label of the empty option. */
  empty: string;
  isRequired?: boolean;
  value?: string;
  onChoose?: (value: string) => void;
  // A Field ties these to its label, hint and error.
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const { choices, empty, isRequired, value, onChoose, ...field } = props;
  const held = value === undefined ? { defaultValue: choices.chosen ?? "" } : { value };
  const shared = { ...field, ...held, required: isRequired };
  if (choices.source) return <TypedChoice {...shared} source={choices.source} onChoose={onChoose} />;
  return (
    <Select {...shared} onChange={onChoose && ((event) => onChoose(event.target.value))}>
      <option value="" disabled={isRequired}>
        {empty}
      </option>
      {choices.options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
