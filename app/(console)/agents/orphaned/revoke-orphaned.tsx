"use client";

import { useState } from "react";
import { endAgents } from "#app/(console)/agents/[id]/actions";
import { Checkbox } from "#components/forms/checkbox";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog";
import { revocationAct } from "./revocation-act.ts";

interface Named {
  id: string;
  name: string;
}

const endConfirmed = confirmedAction(endAgents, (form) => revocationAct(form.getAll("agentIds").map(String)));

/** Revokes the selected agents together, with one passkey prompt. */
export function RevokeOrphaned({ orphaned }: { orphaned: Named[] }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const present = orphaned.filter(({ id }) => chosen.includes(id));
  function choose(id: string, isChosen: boolean) {
    setChosen((before) => (isChosen ? [...before, id] : before.filter((chosenId) => chosenId !== id)));
  }
  return (
    <Card>
      <CardHeader>
        <CardTitle>Revoke agents</CardTitle>
        <CardDescription>For agents that are no longer needed. This can't be undone.</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        <fieldset className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          <legend className="sr-only">Agents to revoke</legend>
          {orphaned.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={chosen.includes(id)}
              onChange={(event) => choose(id, event.target.checked)}
            />
          ))}
        </fieldset>
        <Confirmation orphaned={present} />
      </CardContent>
    </Card>
  );
}

function Confirmation({ orphaned }: { orphaned: Named[] }) {
  const { pending, formProps, message } = useAction(endConfirmed);
  const [open, setOpen] = useState(false);
  const count = orphaned.length === 1 ? "1 agent" : `${orphaned.length} agents`;
  return (
    <Dialog open={open && orphaned.length > 0} onOpenChange={setOpen}>
      <Button
        variant="destructive-outline"
        className="w-fit"
        disabled={orphaned.length === 0}
        onClick={() => setOpen(true)}
      >
        Revoke {orphaned.length === 0 ? "agents" : count}
      </Button>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Revoke {count}?</DialogTitle>
          <DialogDescription>
            This can't be undone. Keys stop working, pending requests are cancelled and unused grants are
            revoked. You'll confirm with your passkey.
          </DialogDescription>
        </DialogHeader>
        <ul className="mb-4 grid list-disc gap-1.5 pl-5">
          {orphaned.map(({ id, name }) => (
            <li key={id}>{name}</li>
          ))}
        </ul>
        <form {...formProps}>
          {orphaned.map(({ id }) => (
            <input key={id} type="hidden" name="agentIds" value={id} />
          ))}
          <FormMessage message={message} />
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="destructive" disabled={pending}>
              {pending ? "Revoking…" : `Revoke ${count}`}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
