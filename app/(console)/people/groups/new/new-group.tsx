"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { create } from "../actions.ts";
import { type MemberChoice, MemberChoices } from "../member-choices.tsx";

export function NewGroup({ people }: { people: MemberChoice[] }) {
  const { pending, formProps, result, message, errorOf, dialog } = useConfirmedAction(create);
  const router = useRouter();
  useEffect(() => {
    if (result) router.push(`/people/groups/${result.groupId}`);
  }, [result, router]);
  return (
    <>
      <form className="grid gap-5" noValidate {...formProps}>
        <Field label="Name" hint="Shown to approvers, for example “Finance”." error={errorOf("name")}>
          <Input name="name" required maxLength={80} autoComplete="off" />
        </Field>
        <MemberChoices people={people} chosen={[]} error={errorOf("memberIds")} />
        <FormMessage message={message} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={pending}>
            {pending ? "Creating group…" : "Create group"}
          </Button>
          <Button asChild variant="ghost">
            <Link href="/people/groups">Cancel</Link>
          </Button>
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
