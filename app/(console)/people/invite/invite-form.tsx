"use client";

import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { LinkOnce } from "#components/people/link-once";
import { RoleChoices } from "#components/people/role-choices";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Link } from "#components/ui/link";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { useAction } from "../../../../components/forms/use-action.ts";
import { checkedAndConfirmed } from "../../../../components/passkey/confirmation.ts";
import { rolesInAct } from "../../../../components/people/roles-in-act.ts";
import { invite } from "./actions.ts";

/** Whoever is invited may approve, or more: it takes a passkey, so that a stolen session makes nobody. */
const inviteConfirmed = checkedAndConfirmed(
  invite,
  (form) => `people/invite/${rolesInAct(form.getAll("roles").map(String))}` as ConfirmedAct,
);

export function InviteForm() {
  const { pending, formProps, result, message, errorOf } = useAction(inviteConfirmed);
  if (result && "proposalId" in result) return <ProposedNote when />;
  if (result) {
    return (
      <div className="grid gap-4">
        <LinkOnce url={result.url} expiresAt={result.expiresAt} name={result.name} />
        <div className="flex flex-wrap gap-2">
          <Button asChild variant="outline">
            <Link href={`/people/${result.personId}`}>Open {result.name}</Link>
          </Button>
          <Button asChild variant="ghost">
            <Link href="/people">Back to people</Link>
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form className="grid gap-5" noValidate {...formProps}>
      <Field label="Name" hint="As it should stand beside their approvals." error={errorOf("name")}>
        <Input name="name" required maxLength={120} autoComplete="off" />
      </Field>
      <Field label="E-mail" hint="To tell people apart. Nothing is sent to it." error={errorOf("email")}>
        <Input name="email" type="email" required maxLength={254} autoComplete="off" spellCheck={false} />
      </Field>
      <RoleChoices chosen={["approver"]} error={errorOf("roles")} />
      <FormMessage message={message} />
      <p className="text-[0.8125rem] text-muted-foreground">
        Your browser asks you to confirm with a passkey.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending}>
          {pending ? "Making the link…" : "Make the invitation link"}
        </Button>
        <Button asChild variant="ghost">
          <Link href="/people">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}
