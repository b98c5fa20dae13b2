"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { act } from "#app/(console)/acts/act";
import type { Choices } from "#components/forms/choice";
import { Field, Input } from "#components/forms/field";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { MemberChoices } from "../member-choices.tsx";

export function NewGroup({ people }: { people: Choices }) {
  const form = useConfirmedAction(act("group/create"));
  const { result } = form;
  const router = useRouter();
  useEffect(() => {
    if (result) router.push(`/people/groups/${result.groupId}`);
  }, [result, router]);
  return (
    <ConfirmedForm form={form} submit="Create group…" cancelHref="/people/groups">
      <Field label="Name" hint="Shown to approvers, for example “Finance”." error={form.errorOf("name")}>
        <Input name="name" required maxLength={80} autoComplete="off" />
      </Field>
      <MemberChoices people={people} chosen={[]} error={form.errorOf("memberIds")} />
    </ConfirmedForm>
  );
}
