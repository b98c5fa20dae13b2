import { Checkbox } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";

const roles = [
  { role: "approver", label: "Approver", hint: "Owns agents and approves their requests." },
  { role: "admin", label: "Admin", hint: "Manages people, agents, policy and settings." },
  { role: "auditor", label: "Auditor", hint: "Read-only access to everything." },
] as const;

/** The roles as checkboxes, each with its permissions. */
export function RoleChoices(props: { chosen: readonly string[]; error?: string | undefined }) {
  return (
    <Fieldset legend="Roles" error={props.error}>
      {roles.map(({ role, label, hint }) => (
        <Checkbox
          key={role}
          name="roles"
          value={role}
          label={label}
          hint={hint}
          defaultChecked={props.chosen.includes(role)}
        />
      ))}
    </Fieldset>
  );
}
