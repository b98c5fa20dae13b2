"use client";

import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { Saved } from "#components/forms/saved";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { RoleChoices } from "#components/people/role-choices";
import { Button } from "#components/ui/button";
import { setRoles } from "./actions.ts";

/** The roles of a person. */
export function RolesForm({ personId, roles }: { personId: string; roles: readonly string[] }) {
  const { pending, formProps, message, errorOf, done, result, dialog } = useConfirmedAction(setRoles);
  return (
    <>
      <form className="grid gap-3" {...formProps}>
        <input type="hidden" name="personId" value={personId} />
        <RoleChoices chosen={roles} error={errorOf("roles")} />
        <FormMessage message={message} />
        <ProposedNote when={result !== undefined} />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="outline" disabled={pending}>
            {pending ? "Checking…" : "Save roles…"}
          </Button>
          <Saved when={done && !result} />
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
