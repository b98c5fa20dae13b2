"use client";

import { act } from "#app/(console)/acts/act";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { RoleChoices } from "#components/people/role-choices";

export function RolesForm({ personId, roles }: { personId: string; roles: readonly string[] }) {
  const form = useConfirmedAction(act("people/roles"));
  return (
    <ConfirmedForm form={form} submit="Save roles…" fields={{ personId }}>
      <RoleChoices chosen={roles} />
    </ConfirmedForm>
  );
}
