"use client";

import { type FormEvent, useEffect, useState } from "react";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { Saved } from "#components/forms/saved";
import { useAction } from "#components/forms/use-action.ts";
import { checkedAndConfirmed } from "#components/passkey/confirmation.ts";
import { RoleChoices } from "#components/people/role-choices";
import { rolesInAct } from "#components/people/roles-in-act.ts";
import { Button } from "#components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { setRoles } from "./actions.ts";
import { endingOfRoles, type RoleEndings } from "./role-endings.ts";

/** Changing roles takes a passkey, so that a stolen session cannot create an admin. */
const setRolesConfirmed = checkedAndConfirmed(
  setRoles,
  (form) =>
    `people/roles/${form.get("personId")}/${rolesInAct(form.getAll("roles").map(String))}` as ConfirmedAct,
);

interface Props {
  personId: string;
  roles: readonly string[];
  /** What taking a role away ends. */
  endings: RoleEndings;
}

/**
 * The roles of a person. If removing a role has consequences, the first press lists them and the
 * second press removes the role.
 */
export function RolesForm({ personId, roles, endings }: Props) {
  const { state, pending, formProps, message, errorOf, done, result } = useAction(setRolesConfirmed);
  const [asked, setAsked] = useState<string[]>();
  useEffect(() => {
    if (state.outcome === "done") setAsked(undefined);
  }, [state]);
  const ending = asked && endingOfRoles(endings, asked);
  function submit(event: FormEvent<HTMLFormElement>) {
    const wanted = new FormData(event.currentTarget).getAll("roles").map(String);
    if (!endingOfRoles(endings, wanted)) return formProps.onSubmit(event);
    event.preventDefault();
    setAsked(wanted);
  }
  return (
    <>
      <form className="grid gap-3" action={formProps.action} onSubmit={submit}>
        <input type="hidden" name="personId" value={personId} />
        <RoleChoices chosen={roles} error={errorOf("roles")} />
        <p className="text-[0.8125rem] text-muted-foreground">
          Saving signs them out everywhere. You'll confirm with your passkey.
        </p>
        {asked ? null : <FormMessage message={message} />}
        <ProposedNote when={result !== undefined} />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="outline" disabled={pending}>
            {pending ? "Saving…" : "Save roles"}
          </Button>
          <Saved when={done && !result} />
        </div>
      </form>
      <Dialog open={ending !== undefined} onOpenChange={(open) => (open ? undefined : setAsked(undefined))}>
        <DialogContent>
          <DialogHeader>
            <DialogTitle>{ending?.title}</DialogTitle>
            <DialogDescription>Right away:</DialogDescription>
          </DialogHeader>
          <ul className="mb-4 grid list-disc gap-1.5 pl-5">
            {ending?.sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <form {...formProps}>
            <input type="hidden" name="personId" value={personId} />
            {asked?.map((role) => (
              <input key={role} type="hidden" name="roles" value={role} />
            ))}
            <FormMessage message={message || errorOf("roles")} />
            <DialogFooter>
              <DialogClose asChild>
                <Button variant="outline">Cancel</Button>
              </DialogClose>
              <Button type="submit" variant="destructive" disabled={pending}>
                {pending ? "Saving…" : "Remove role"}
              </Button>
            </DialogFooter>
          </form>
        </DialogContent>
      </Dialog>
    </>
  );
}
