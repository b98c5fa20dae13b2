"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { addedTo } from "#components/forms/added-members.ts";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { useAction } from "#components/forms/use-action.ts";
import { useTicked } from "#components/forms/use-ticked.ts";
import { named } from "#components/passkey/act-digest.ts";
import { AsksPasskey } from "#components/passkey/asks-passkey";
import { checkedAndConfirmed } from "#components/passkey/confirmation.ts";
import { someNames } from "#components/text/shorten-list.ts";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { create } from "../actions.ts";
import { creationAct } from "../group-acts.ts";
import { type MemberChoice, MemberChoices } from "../member-choices.tsx";

export function NewGroup({ people }: { people: MemberChoice[] }) {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const confirmed = checkedAndConfirmed(create, (form) => {
    const members = addedTo([], form.getAll("memberIds").map(String));
    return creationAct(String(form.get("name")).trim(), named(members, names));
  });
  const { pending, formProps, result, message, errorOf } = useAction(confirmed);
  const { ticked, onChange } = useTicked("memberIds", []);
  const members = named(ticked, names).map(({ name }) => name);
  const router = useRouter();
  useEffect(() => {
    if (result) router.push(`/people/groups/${result.groupId}`);
  }, [result, router]);
  return (
    <form className="grid gap-5" noValidate {...formProps} onChange={onChange}>
      <Field label="Name" hint="Shown to approvers, for example “Finance”." error={errorOf("name")}>
        <Input name="name" required maxLength={80} autoComplete="off" />
      </Field>
      <MemberChoices people={people} chosen={[]} error={errorOf("memberIds")} />
      <AsksPasskey>
        {members.length > 0
          ? `${someNames(members)} will be able to approve for this group wherever a rule requires it.`
          : null}
      </AsksPasskey>
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
  );
}
