"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { KeyChoice, KeyExpiry } from "#components/agents/key-choice";
import { WorkloadFields } from "#components/agents/workload-fields";
import { Choice, type Choices } from "#components/forms/choice";
import { Field, Input, NameField } from "#components/forms/field";
import { SeveralChoice } from "#components/forms/several-choice";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { ConnectSteps } from "./connect-steps.tsx";

interface Props {
  id: string;
  credential: "key" | "token" | "workload";
  links: readonly { href: string; label: string }[];
}

/** A new agent with the credential of the kind, and then the steps. */
export function ConnectNewAgent(props: Props & { agentName: string; approvers: Choices; viewerId: string }) {
  const { id, credential, links, agentName } = props;
  const form = useConfirmedAction(act("agent/create"));
  const { result } = form;
  if (result) return <ConnectSteps connected={result} title={`${result.agent.name} created`} links={links} />;
  return (
    <ConfirmedForm form={form} submit="Create agent…" cancelHref="/connect" fields={fieldsOf(id, credential)}>
      <NameField hint="Shown to approvers, for example “Refund bot”." defaultValue={agentName} />
      <People
        {...props}
        isOpen={form.isFaulty}
        fields={credential === "workload" ? <WorkloadFields /> : null}
      >
        <CredentialFields id={id} credential={credential} />
      </People>
    </ConfirmedForm>
  );
}

/** One more credential of an agent, and then the steps. */
export function ConnectAgent(props: Props & { agent: { id: string; name: string }; audience: string }) {
  const { id, credential, links, agent, audience } = props;
  const form = useConfirmedAction(act("agent/key"));
  const { result } = form;
  if (result) return <ConnectSteps connected={result} title={`Connect ${agent.name}`} links={links} />;
  return (
    <ConfirmedForm
      form={form}
      submit={credential === "token" ? "Create token…" : credential === "key" ? "Add key…" : "Add identity…"}
      cancelHref={`/agents/${agent.id}/keys`}
      fields={{ ...fieldsOf(id, credential), agentId: agent.id }}
    >
      {credential === "workload" ? (
        <WorkloadFields audience={audience} />
      ) : (
        <MoreOptions isOpen={form.isFaulty}>
          <CredentialFields id={id} credential={credential} />
        </MoreOptions>
      )}
    </ConfirmedForm>
  );
}

function fieldsOf(id: string, credential: Props["credential"]): Record<string, string> {
  return { connects: id, ...(credential !== "key" && { keyKind: credential }) };
}

function People(props: {
  approvers: Choices;
  viewerId: string;
  /** Fields before the options. */
  fields: ReactNode;
  isOpen: boolean;
  children: ReactNode;
}) {
  const { options, source, chosen } = props.approvers;
  const [owner, setOwner] = useState(chosen ?? "");
  const owners = options.map(({ id, name }) => ({
    id,
    name: id === props.viewerId ? `${name} (you)` : name,
  }));
  const others = options.filter((person) => person.id !== owner);
  return (
    <>
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
      {props.fields}
      <MoreOptions isOpen={props.isOpen}>
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
        {props.children}
      </MoreOptions>
    </>
  );
}

/** Closed at first, because the values in it are right for most. A refused form opens it. */
function MoreOptions({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isOpen && details.current) details.current.open = true;
  }, [isOpen]);
  return (
    <details ref={details} className="rounded-md border">
      <summary className="control-height flex cursor-pointer items-center rounded-md px-4 font-medium text-sm">
        More options
      </summary>
      <div className="grid gap-6 px-4 pt-2 pb-4">{children}</div>
    </details>
  );
}

function CredentialFields({ id, credential }: Pick<Props, "id" | "credential">) {
  if (credential === "workload") return null;
  if (credential === "key") return <KeyChoice />;
  return (
    <>
      {id === "gateway" ? (
        <Field
          label="AuthZEN subject"
          optional
          hint="What a gateway calls this agent, such as user/alice. Leave empty to use the agent's ID."
        >
          <Input name="subject" maxLength={301} autoComplete="off" spellCheck={false} className="font-mono" />
        </Field>
      ) : null}
      <KeyExpiry label="Token expires after" mostDays={90} />
    </>
  );
}
