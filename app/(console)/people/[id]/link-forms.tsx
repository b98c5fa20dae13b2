"use client";

import { act } from "#app/(console)/acts/act";
import { SubmitButton } from "#components/forms/act-form";
import { Radio } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { LinkOnce } from "#components/people/link-once";
import { Button } from "#components/ui/button";

export function NewInvitation(props: { personId: string; name: string; hasLink: boolean }) {
  const form = useConfirmedAction(act("people/invite-again"));
  const { pending, message, result } = form;
  if (result && "proposalId" in result) return <ProposedNote when />;
  if (result) return <LinkOnce {...result} name={props.name} />;
  return (
    <ConfirmedActForm form={form} fields={{ personId: props.personId }} className="grid gap-3">
      <FormMessage message={message} />
      <Button type="submit" variant="outline" className="w-fit" disabled={pending}>
        {props.hasLink ? "Replace invitation link…" : "Create invitation link…"}
      </Button>
    </ConfirmedActForm>
  );
}

export function NewRecovery(props: { personId: string; name: string; isViewer: boolean }) {
  const form = useConfirmedAction(act("recovery"));
  const { message, result } = form;
  if (result && "proposalId" in result)
    return (
      <ProposedNote when>
        {result.oldPasskeys === "remove"
          ? `The old passkeys were removed and ${props.name} is signed out. The recovery link is created when another admin confirms.`
          : "The recovery link is created when another admin confirms."}
      </ProposedNote>
    );
  if (result) return <LinkOnce {...result} name={props.name} />;
  return (
    <ConfirmedActForm form={form} fields={{ personId: props.personId }} className="grid gap-3" noValidate>
      <Fieldset legend="Current passkeys" name="oldPasskeys">
        <Radio
          name="oldPasskeys"
          value="keep"
          defaultChecked={props.isViewer}
          label="Keep"
          hint="For devices that are broken or left at home."
        />
        <Radio
          name="oldPasskeys"
          value="remove"
          disabled={props.isViewer}
          label="Remove them now"
          hint="For lost or stolen devices. Signs them out everywhere and voids unused approvals."
        />
      </Fieldset>
      <FormMessage message={message} />
      <SubmitButton variant="outline" className="w-fit" working="Checking…">
        Create recovery link…
      </SubmitButton>
    </ConfirmedActForm>
  );
}
