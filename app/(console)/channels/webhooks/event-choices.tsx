import { Checkbox } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";

export interface EventChoice {
  type: string;
  label: string;
}

export function EventChoices(props: { choices: EventChoice[]; chosen: string[] }) {
  return (
    <Fieldset legend="Events" name="eventTypes">
      {props.choices.map(({ type, label }) => (
        <Checkbox
          key={type}
          name="eventTypes"
          value={type}
          defaultChecked={props.chosen.includes(type)}
          label={label}
          hint={<code className="font-mono">{type}</code>}
        />
      ))}
    </Fieldset>
  );
}
