import { Select } from "./field.tsx";
import { TypedChoice } from "./typed-choice.tsx";

/** The choices of a field, possibly too many for a list. */
export interface Choices {
  /** The options of a short list; otherwise the chosen options. */
  options: {
    id: string;
    name: string;
    /** Label shown next to a special option. */
    hint?: string;
  }[];
  /** The URL of suggestions for typed text; left out while `options` is complete. */
  source?: string | undefined;
  /** The initial value of the field: an ID of `options`, or a text from the source's suggestions. */
  chosen?: string | undefined;
}

/**
 * Chooses an option from a short list, or by typing with suggestions. The value is an ID or typed text
 * for the server to resolve (app/web/forms/resolve-person.ts), so the field works before scripts have
 * loaded, and without suggestions.
 */
export function Choice(props: {
  choices: Choices;
  name?: string;
  /** The label of the empty option. */
  empty: string;
  isRequired?: boolean;
  value?: string;
  onChoose?: (value: string) => void;
  // A Field connects these to its label, hint and error.
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const { choices, empty, isRequired, value, onChoose, ...field } = props;
  const valueProps = value === undefined ? { defaultValue: choices.chosen ?? "" } : { value };
  const shared = { ...field, ...valueProps, required: isRequired };
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
