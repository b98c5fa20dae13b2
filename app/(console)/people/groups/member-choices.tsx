import { Checkbox } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";

export interface MemberChoice {
  id: string;
  name: string;
  /** Shown for a member who can't approve at the moment. */
  hint?: string;
}

/** Who is in a group. */
export function MemberChoices(props: {
  people: MemberChoice[];
  chosen: readonly string[];
  error: string | undefined;
}) {
  return (
    <Fieldset legend="Members" hint="Active people with the Approver role." error={props.error}>
      {props.people.map((person) => (
        <Checkbox
          key={person.id}
          name="memberIds"
          value={person.id}
          label={person.name}
          hint={person.hint}
          defaultChecked={props.chosen.includes(person.id)}
        />
      ))}
      {props.people.length === 0 ? <p className="text-muted-foreground">No approvers to add yet.</p> : null}
    </Fieldset>
  );
}
