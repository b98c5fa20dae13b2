"use client";

import { act } from "#app/(console)/acts/act";
import { StepBody } from "#components/agents/connect/step-body";
import { KeyChoice } from "#components/agents/key-choice";
import { FormMessage } from "#components/forms/form-message";
import { InPlaceButtons } from "#components/forms/in-place-buttons";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { useShownOnce } from "#components/ui/dialog/use-unsaved";

export function AddKeyForm({ agentId, onClose }: { agentId: string; onClose: () => void }) {
  const form = useConfirmedAction(act("agent/key"));
  const { result, message } = form;
  const secret = result?.steps.find(({ once }) => once)?.once;
  const question = useShownOnce(secret !== undefined, secret?.noun);
  if (result) {
    return (
      <div className="grid gap-3">
        {result.steps.map((step) => (
          <StepBody key={step.title} step={step} />
        ))}
        <p className="text-[0.8125rem] text-muted-foreground">
          Command not found?{" "}
          <a href="/downloads" target="_blank" className="text-link underline" rel="noopener">
            Install the client
          </a>{" "}
          on that machine, from this server.
        </p>
        <Button variant="outline" className="w-fit" onClick={onClose}>
          Done
        </Button>
        {question}
      </div>
    );
  }
  return (
    <ConfirmedActForm form={form} fields={{ agentId }} className="grid gap-4" noValidate>
      <KeyChoice />
      <FormMessage message={message} />
      <InPlaceButtons submit="Add key…" onCancel={onClose} />
    </ConfirmedActForm>
  );
}
