"use client";

import { act } from "#app/(console)/acts/act";
import { KeyChoice } from "#components/agents/key-choice";
import { KeyGivenView } from "#components/agents/key-given";
import { FormMessage } from "#components/forms/form-message";
import { InPlaceButtons } from "#components/forms/in-place-buttons";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";

export function AddKeyForm(props: {
  agent: { id: string; name: string };
  origin: string;
  onClose: () => void;
}) {
  const { agent, origin, onClose } = props;
  const form = useConfirmedAction(act("agent/key"));
  const { result, message } = form;
  if (result) {
    return (
      <div className="grid gap-3">
        <KeyGivenView origin={origin} agent={agent} given={result} replaces />
        <Button variant="outline" className="w-fit" onClick={onClose}>
          Done
        </Button>
      </div>
    );
  }
  return (
    <ConfirmedActForm form={form} fields={{ agentId: agent.id }} className="grid gap-4" noValidate>
      <KeyChoice hasHookToken />
      <FormMessage message={message} />
      <InPlaceButtons submit="Add key…" onCancel={onClose} />
    </ConfirmedActForm>
  );
}
