"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input } from "#components/forms/field";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { LinkOnce } from "#components/people/link-once";
import { RoleChoices } from "#components/people/role-choices";
import { LinkButton } from "#components/ui/button";

export function InviteForm() {
  const form = useConfirmedAction(act("people/invite"));
  const { result } = form;
  if (result && "proposalId" in result) return <ProposedNote when />;
  if (result) {
    return (
      <div className="grid gap-4">
        <LinkOnce url={result.url} expiresAt={result.expiresAt} name={result.name} />
        <div className="flex flex-wrap gap-2">
          <LinkButton href={`/people/${result.personId}`} variant="outline">
            View profile
          </LinkButton>
          <LinkButton href="/people" variant="ghost">
            Back to people
          </LinkButton>
        </div>
      </div>
    );
  }
  return (
    <ConfirmedForm form={form} submit="Invite person…" cancelHref="/people">
      <Field label="Name" hint="Shown next to everything they approve.">
        <Input name="name" required maxLength={120} autoComplete="off" />
      </Field>
      <Field label="Email" hint="Used to identify them and for single sign-on. No email is sent.">
        <Input name="email" type="email" required maxLength={254} autoComplete="off" spellCheck={false} />
      </Field>
      <RoleChoices chosen={["approver"]} />
      <p className="text-[0.8125rem] text-muted-foreground">You'll confirm with your passkey.</p>
    </ConfirmedForm>
  );
}
