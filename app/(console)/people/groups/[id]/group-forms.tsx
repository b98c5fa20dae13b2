"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { useAction } from "../../../../../components/forms/use-action.ts";
import { remove, rename, setMembers } from "../actions.ts";
import { type MemberChoice, MemberChoices } from "../member-choices.tsx";

export function MembersForm(props: { groupId: string; people: MemberChoice[]; chosen: string[] }) {
  const { pending, formProps, message, errorOf, done } = useAction(setMembers);
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="groupId" value={props.groupId} />
      {props.chosen.map((id) => (
        <input key={id} type="hidden" name="seenIds" value={id} />
      ))}
      <MemberChoices people={props.people} chosen={props.chosen} error={errorOf("memberIds")} />
      <FormMessage message={message} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="outline" disabled={pending}>
          {pending ? "Saving…" : "Save members"}
        </Button>
        <Saved when={done} />
      </div>
    </form>
  );
}

export function RenameForm({ groupId, name }: { groupId: string; name: string }) {
  const { pending, formProps, message, errorOf, done } = useAction(rename);
  return (
    <form className="grid gap-3" noValidate {...formProps}>
      <input type="hidden" name="groupId" value={groupId} />
      <Field label="Name" error={errorOf("name")}>
        <Input name="name" required maxLength={80} defaultValue={name} autoComplete="off" />
      </Field>
      <FormMessage message={message} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="outline" disabled={pending}>
          {pending ? "Saving…" : "Rename"}
        </Button>
        <Saved when={done} />
      </div>
    </form>
  );
}

export function DeleteGroup({ groupId, name }: { groupId: string; name: string }) {
  return (
    <div>
      <ConfirmAction
        action={remove}
        fields={{ groupId }}
        trigger="Delete the group"
        title={`Delete ${name}?`}
        description="Nothing needs it. Its members stay as they are."
        confirm="Delete the group"
        doneHref="/people/groups"
      />
    </div>
  );
}
