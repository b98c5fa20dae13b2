"use client";

import { useEffect, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { Field, Input } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { InPlaceButtons } from "#components/forms/in-place-buttons";
import { Textarea } from "#components/forms/textarea";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

export function AddWorkload(props: { agentId: string; audience: string }) {
  const [open, setOpen] = useState(false);
  if (open) return <WorkloadForm {...props} onClose={() => setOpen(false)} />;
  return (
    <Button variant="outline" className="w-fit" onClick={() => setOpen(true)}>
      <Icon name="plus" />
      Add workload identity
    </Button>
  );
}

function WorkloadForm(props: { agentId: string; audience: string; onClose: () => void }) {
  const { agentId, audience, onClose } = props;
  const form = useConfirmedAction(act("agent/workload"));
  const { message, done } = form;
  useEffect(() => {
    if (done) onClose();
  }, [done, onClose]);
  const text = { required: true, maxLength: 512, autoComplete: "off", spellCheck: false };
  return (
    <ConfirmedActForm form={form} fields={{ agentId }} className="grid gap-4" noValidate>
      <Field label="Issuer" hint="The token's iss, such as https://token.actions.githubusercontent.com">
        <Input name="issuer" {...text} />
      </Field>
      <Field
        label="Subject"
        hint="The token's sub, character by character, such as repo:acme/deploy:environment:production"
      >
        <Input name="subject" {...text} />
      </Field>
      <Field
        label="Audience"
        hint="The workload asks its issuer for a token with this aud. Keep it unique to this agent."
      >
        <Input name="audience" defaultValue={audience} {...text} />
      </Field>
      <Field label="Other claims" optional hint="At most two, each on a line, such as repository_owner_id=42">
        <Textarea name="claims" rows={2} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <Field label="Keys expire after (minutes)" hint="From 5 to 60.">
        <Input name="keyMinutes" type="number" inputMode="numeric" min={5} max={60} defaultValue={15} />
      </Field>
      <FormMessage message={message} />
      <InPlaceButtons submit="Add identity…" onCancel={onClose} />
    </ConfirmedActForm>
  );
}
