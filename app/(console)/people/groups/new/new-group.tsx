"use client";

import { act } from "#app/(console)/acts/act";
import type { Choices } from "#components/forms/choice";
import { NameField } from "#components/forms/field";
import { useGoTo } from "#components/forms/use-go-to.ts";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { MemberChoices } from "../member-choices.tsx";

export function NewGroup({ people }: { people: Choices }) {
  const form = useConfirmedAction(act("group/create"));
  useGoTo(form.result && `/people/groups/${form.result.groupId}`);
  return (
    <ConfirmedForm form={form} submit="Create group…" cancelHref="/people/groups">
      <NameField hint="Shown to approvers, for example “Finance”." />
      <MemberChoices people={people} chosen={[]} />
    </ConfirmedForm>
  );
}
