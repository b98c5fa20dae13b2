"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { LinkOnce } from "#components/people/link-once";
import { RoleChoices } from "#components/people/role-choices";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { invite } from "./actions.ts";

export function InviteForm() {
  const { pending, formProps, result, message, errorOf, dialog } = useConfirmedAction(invite);
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
    <>
      <form className="grid gap-5" noValidate {...formProps}>
        <Field label="Name" hint="Shown next to everything they approve." error={errorOf("name")}>
          <Input name="name" required maxLength={120} autoComplete="off" />
        </Field>
        <Field
          label="Email"
          hint="Used to identify them and for single sign-on. No email is sent."
          error={errorOf("email")}
        >
          <Input name="email" type="email" required maxLength={254} autoComplete="off" spellCheck={false} />
        </Field>
        <RoleChoices chosen={["approver"]} error={errorOf("roles")} />
        <FormMessage message={message} />
        <p className="text-[0.8125rem] text-muted-foreground">You'll confirm with your passkey.</p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={pending}>
            {pending ? "Checking…" : "Invite person…"}
          </Button>
          <Button asChild variant="ghost">
            <Link href="/people">Cancel</Link>
          </Button>
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
