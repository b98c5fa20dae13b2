import { Checkbox } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";
import { roleLabels } from "#lib/text/labels";

const roles = [
  { role: "approver", hint: "Owns agents and approves their requests." },
  { role: "admin", hint: "Manages people, agents, policy and settings." },
  { role: "auditor", hint: "Read-only access to everything." },
] as const;

/** The roles as checkboxes, each with its permissions. */
export function RoleChoices(props: { chosen: readonly string[] }) {
  return (
    <Fieldset legend="Roles" name="roles">
      {roles.map(({ role, hint }) => (
        <Checkbox
          key={role}
          name="roles"
          value={role}
          label={roleLabels[role]}
          hint={hint}
          defaultChecked={props.chosen.includes(role)}
        />
      ))}
    </Fieldset>
  );
}
