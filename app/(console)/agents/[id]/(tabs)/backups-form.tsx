"use client";

import { act } from "#app/(console)/acts/act";
import type { Choices } from "#components/forms/choice";
import { SeveralChoice } from "#components/forms/several-choice";
import { useTicked } from "#components/forms/use-ticked.ts";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";

export function BackupsForm(props: { agentId: string; people: Choices; chosen: string[] }) {
  const { agentId, people, chosen } = props;
  const form = useConfirmedAction(act("agent/backups"));
  const { seen, round, onChange } = useTicked(
    "backupIds",
    chosen,
    people.source && form.done ? form.state : undefined,
  );
  return (
    <ConfirmedForm form={form} submit="Save changes…" onChange={onChange} fields={{ agentId }}>
      {seen.map((id) => (
        <input key={id} type="hidden" name="seenIds" value={id} />
      ))}
      <SeveralChoice
        key={round}
        legend="Backup approvers"
        hint="They can approve this agent's requests as well as the owner."
        name="backupIds"
        choices={people}
        chosen={seen}
        addLabel="Backup approver"
      />
    </ConfirmedForm>
  );
}
