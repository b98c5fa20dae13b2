"use client";

import { Checkbox } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";
import { useTicked } from "#components/forms/use-ticked.ts";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { changeBackups } from "./actions.ts";

interface Choice {
  id: string;
  name: string;
  /** Shown for a backup approver who can't decide at the moment. */
  hint?: string;
}

export function BackupsForm(props: { agentId: string; people: Choice[]; chosen: string[] }) {
  const { agentId, people, chosen } = props;
  const form = useConfirmedAction(changeBackups);
  const { seen, round, onChange } = useTicked("backupIds", chosen);
  return (
    <ConfirmedForm form={form} submit="Save changes" onChange={onChange}>
      <input type="hidden" name="agentId" value={agentId} />
      {seen.map((id) => (
        <input key={id} type="hidden" name="seenIds" value={id} />
      ))}
      <Fieldset
        key={round}
        legend="Backup approvers"
        hint="They can approve this agent's requests as well as the owner."
        error={form.errorOf("backupIds")}
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
    </ConfirmedForm>
  );
}
