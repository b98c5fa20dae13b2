"use client";

import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import type { Choices } from "#components/forms/choice";
import { ConfirmAction } from "#components/forms/confirm-action";
import { NameField } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { useTicked } from "#components/forms/use-ticked.ts";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { MemberChoices } from "../member-choices.tsx";

export function MembersForm(props: { groupId: string; people: Choices; chosen: string[] }) {
  const { groupId, people, chosen } = props;
  const form = useConfirmedAction(act("group/add"));
  const { seen, round, onChange } = useTicked(
    "memberIds",
    chosen,
    people.source && form.done ? form.state : undefined,
  );
  return (
    <ConfirmedForm form={form} submit="Save changes…" onChange={onChange} fields={{ groupId }}>
      {seen.map((id) => (
        <input key={id} type="hidden" name="seenIds" value={id} />
      ))}
      <MemberChoices key={round} people={people} chosen={seen} />
    </ConfirmedForm>
  );
}

export function RenameForm({ groupId, name }: { groupId: string; name: string }) {
  const form = useAction(act("group/rename"));
  useDoneToast(form.state, "Saved");
  return (
    <ActForm form={form} fields={{ groupId }} className="grid gap-3" noValidate>
      <NameField defaultValue={name} />
      <FormMessage message={form.message} />
      <SubmitButton variant="outline" working="Saving…" className="justify-self-start">
        Rename
      </SubmitButton>
    </ActForm>
  );
}

export function DeleteGroup({ groupId, name }: { groupId: string; name: string }) {
  return (
    <div>
      <ConfirmAction
        action={act("group/delete")}
        fields={{ groupId }}
        trigger="Delete group…"
        title={`Delete ${name}?`}
        description="No rules use this group. Its members keep their access. Unused grants that rest on their approvals for the group are revoked."
        confirm="Delete group"
        doneHref="/people/groups"
        done={`${name} is deleted`}
      />
    </div>
  );
}
