"use client";

import { addedTo } from "#components/forms/added-members.ts";
import { Checkbox } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { Saved } from "#components/forms/saved";
import { useAction } from "#components/forms/use-action.ts";
import { useTicked } from "#components/forms/use-ticked.ts";
import { type Named, named } from "#components/passkey/act-digest.ts";
import { AsksPasskey } from "#components/passkey/asks-passkey";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { someNames } from "#components/text/shorten-list.ts";
import { Button } from "#components/ui/button";
import { changeBackups } from "./actions.ts";
import { backupsAct } from "./backups-act.ts";

interface Choice extends Named {
  /** Shown for a backup approver who can't decide at the moment. */
  hint?: string;
}

export function BackupsForm({ agent, people, chosen }: { agent: Named; people: Choice[]; chosen: string[] }) {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const confirmed = confirmedAction(changeBackups, (form) => {
    const [before, wanted] = [form.getAll("seenIds").map(String), form.getAll("backupIds").map(String)];
    return backupsAct(agent, named(addedTo(before, wanted), names));
  });
  const { pending, formProps, message, errorOf, done, result } = useAction(confirmed);
  const { seen, ticked, round, onChange } = useTicked("backupIds", chosen);
  const added = named(addedTo(seen, ticked), names).map(({ name }) => name);
  return (
    <form className="grid gap-3" {...formProps} onChange={onChange}>
      <input type="hidden" name="agentId" value={agent.id} />
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
      <AsksPasskey>
        {added.length > 0 ? `${someNames(added)} will be able to approve requests from ${agent.name}.` : null}
      </AsksPasskey>
      <FormMessage message={message} />
      <ProposedNote when={result !== undefined} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="outline" disabled={pending}>
          {pending ? "Saving…" : "Save changes"}
        </Button>
        <Saved when={done && !result} />
      </div>
    </form>
  );
}
