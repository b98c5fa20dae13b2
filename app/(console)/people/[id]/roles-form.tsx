"use client";

import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { RoleChoices } from "#components/people/role-choices";
import { Button } from "#components/ui/button";
import { useAction } from "../../../../components/forms/use-action.ts";
import { setRoles } from "./actions.ts";

export function RolesForm(props: { personId: string; roles: readonly string[]; ownsAgents: boolean }) {
  const { pending, formProps, message, errorOf, done } = useAction(setRoles);
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="personId" value={props.personId} />
      <RoleChoices chosen={props.roles} error={errorOf("roles")} />
      <p className="text-[0.8125rem] text-muted-foreground">
        Saving signs them out everywhere, so that nothing goes on under the old roles.
        {props.ownsAgents
          ? " Without the role of approver, their agents are quarantined and what those agents asked is cancelled."
          : ""}
      </p>
      <FormMessage message={message} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="outline" disabled={pending}>
          {pending ? "Saving…" : "Save roles"}
        </Button>
        <Saved when={done} />
      </div>
    </form>
  );
}
