"use client";

import { Checkbox } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { Saved } from "#components/forms/saved";
import { useTicked } from "#components/forms/use-ticked.ts";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { changeBackups } from "./actions.ts";

interface Choice {
  id: string;
  name: string;
  /** Shown for a backup approver who can't decide at the moment. */
  hint?: string;
}

export function BackupsForm(props: { agentId: string; people: Choice[]; chosen: string[] }) {
  const { agentId, people, chosen } = props;
  const { pending, formProps, message, errorOf, done, result, dialog } = useConfirmedAction(changeBackups);
  const { seen, round, onChange } = useTicked("backupIds", chosen);
  return (
    <>
      <form className="grid gap-3" {...formProps} onChange={onChange}>
        <input type="hidden" name="agentId" value={agentId} />
        {seen.map((id) => (
          <input key={id} type="hidden" name="seenIds" value={id} />
        ))}
        <Fieldset
          key={round}
          legend="Backup approvers"
          hint="They can approve this agent's requests as well as the owner."
          error={errorOf("backupIds")}
        >
          {people.map((person) => (
            <Checkbox
              key={person.id}
              name="backupIds"
              value={person.id}
              label={person.name}
              hint={person.hint}
              defaultChecked={seen.includes(person.id)}
            />
          ))}
        </Fieldset>
        <FormMessage message={message} />
        <ProposedNote when={result !== undefined} />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="outline" disabled={pending}>
            {pending ? "Saving…" : "Save changes"}
          </Button>
          <Saved when={done && !result} />
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
