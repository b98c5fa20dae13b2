"use client";

import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { RoleChoices } from "#components/people/role-choices";
import { setRoles } from "../actions.ts";

/** The roles of a person. */
export function RolesForm({ personId, roles }: { personId: string; roles: readonly string[] }) {
  const form = useConfirmedAction(setRoles);
  return (
    <ConfirmedForm form={form} submit="Save roles…">
      <input type="hidden" name="personId" value={personId} />
      <RoleChoices chosen={roles} error={form.errorOf("roles")} />
    </ConfirmedForm>
  );
}
