"use client";

import { ConfirmAction } from "#components/forms/confirm-action";
import { confirmedAction } from "../../../../components/passkey/confirmation.ts";
import { end, keep, proposeEnd, requireTwo } from "./actions.ts";

const requireConfirmed = confirmedAction(requireTwo, () => "workspace/second-admin/require");
const proposeConfirmed = confirmedAction(proposeEnd, () => "workspace/second-admin/propose-end");
const endConfirmed = confirmedAction(end, () => "workspace/second-admin/end");

export function RequireTwo() {
  return (
    <ConfirmAction
      action={requireConfirmed}
      fields={{}}
      trigger="Require two admins"
      triggerProps={{ variant: "default" }}
      title="Require two admins to publish?"
      description="From now on one admin proposes a policy version and another publishes it, each with a passkey. Your browser will ask you to confirm with one."
      consequences={["To undo this takes two admins as well."]}
      confirm="Require two admins"
      confirmVariant="default"
    />
  );
}

export function ProposeEnd() {
  return (
    <ConfirmAction
      action={proposeConfirmed}
      fields={{}}
      trigger="Propose that one is enough"
      triggerProps={{ variant: "outline" }}
      title="Propose that one admin is enough?"
      description="Nothing changes until another admin confirms it. Your browser will ask you to confirm with a passkey."
      confirm="Propose it"
      confirmVariant="default"
    />
  );
}

/** The other admin's answer to a proposal; its author can only take it back. */
export function AnswerEnd({ proposedBy, isOwn }: { proposedBy: string; isOwn: boolean }) {
  return (
    <>
      <ConfirmAction
        action={keep}
        fields={{ proposedBy }}
        trigger={isOwn ? "Take the proposal back" : "Keep requiring two"}
        triggerProps={{ variant: "outline" }}
        title={isOwn ? "Take the proposal back?" : "Keep requiring two admins?"}
        description="Publishing goes on to take two admins."
        confirm={isOwn ? "Take it back" : "Keep requiring two"}
        confirmVariant="default"
      />
      {isOwn ? null : (
        <ConfirmAction
          action={endConfirmed}
          fields={{ proposedBy }}
          trigger="Let one be enough"
          title="Let one admin publish alone?"
          description="From now on a single admin can put a policy version into force. Your browser will ask you to confirm with a passkey."
          confirm="Let one be enough"
        />
      )}
    </>
  );
}
