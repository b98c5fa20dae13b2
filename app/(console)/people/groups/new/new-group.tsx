"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { FormMessage } from "#components/forms/form-message";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Link } from "#components/ui/link";
import { useAction } from "../../../../../components/forms/use-action.ts";
import { create } from "../actions.ts";
import { type MemberChoice, MemberChoices } from "../member-choices.tsx";

export function NewGroup({ people }: { people: MemberChoice[] }) {
  const { pending, formProps, result, message, errorOf } = useAction(create);
  const router = useRouter();
  useEffect(() => {
    if (result) router.push(`/people/groups/${result.groupId}`);
  }, [result, router]);
  return (
    <form className="grid gap-5" noValidate {...formProps}>
      <Field label="Name" hint="Approvers read it, such as Finance." error={errorOf("name")}>
        <Input name="name" required maxLength={80} autoComplete="off" />
      </Field>
      <MemberChoices people={people} chosen={[]} error={errorOf("memberIds")} />
      <FormMessage message={message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending}>
          {pending ? "Making the group…" : "Make the group"}
        </Button>
        <Button asChild variant="ghost">
          <Link href="/people/groups">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}
