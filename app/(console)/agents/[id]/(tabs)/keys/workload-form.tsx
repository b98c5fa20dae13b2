"use client";

import { useEffect, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { WorkloadFields } from "#components/agents/workload-fields";
import { FormMessage } from "#components/forms/form-message";
import { InPlaceButtons } from "#components/forms/in-place-buttons";
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
  const form = useConfirmedAction(act("agent/key"));
  const { message, done } = form;
  useEffect(() => {
    if (done) onClose();
  }, [done, onClose]);
  return (
    <ConfirmedActForm form={form} fields={{ agentId, keyKind: "workload" }} className="grid gap-4" noValidate>
      <WorkloadFields audience={audience} />
      <FormMessage message={message} />
      <InPlaceButtons submit="Add identity…" onCancel={onClose} />
    </ConfirmedActForm>
  );
}
