"use client";

import { useState } from "react";
import { act } from "#app/(console)/acts/act";
import { KeyChoice } from "#components/agents/key-choice";
import { Choice, type Choices } from "#components/forms/choice";
import { Field, NameField } from "#components/forms/field";
import { SeveralChoice } from "#components/forms/several-choice";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { FirstSteps } from "./first-steps.tsx";

export function NewAgent(props: { origin: string; approvers: Choices; viewerId: string }) {
  const { options, source, chosen } = props.approvers;
  const form = useConfirmedAction(act("agent/create"));
  const { result } = form;
  const [owner, setOwner] = useState(chosen ?? "");
  if (result) return <FirstSteps origin={props.origin} {...result} />;
  const owners = options.map(({ id, name }) => ({
    id,
    name: id === props.viewerId ? `${name} (you)` : name,
  }));
  const others = options.filter((person) => person.id !== owner);
  return (
    <ConfirmedForm form={form} submit="Create agent…" cancelHref="/agents">
      <NameField hint="Shown to approvers, for example “Refund bot”." />
      <Field
        label="Owner"
        hint="The person accountable for this agent. If they're deactivated, the agent is quarantined."
      >
        <Choice
          name="ownerId"
          choices={{ options: owners, source }}
          empty="Select a person"
          isRequired
          value={owner}
          onChoose={setOwner}
        />
      </Field>
      {others.length > 0 || source ? (
        <SeveralChoice
          legend="Backup approvers (optional)"
          hint="They can also approve, and count when two approvals are required."
          name="backupIds"
          choices={{ options: others, source }}
          chosen={[]}
          addLabel="Backup approver"
          className="grid gap-2 sm:grid-cols-2"
        />
      ) : null}
      <KeyChoice />
    </ConfirmedForm>
  );
}
