import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Kind } from "#components/agents/connect/kinds.ts";
import { KeyChoice, KeyExpiry } from "#components/agents/key-choice";
import { Choice, type Choices } from "#components/forms/choice";
import { Field, Input } from "#components/forms/field";
import { SeveralChoice } from "#components/forms/several-choice";

/** The people of a new agent. */
export function People(props: {
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
export function MoreOptions({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
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

/** When and how a key or token works. */
export function CredentialFields({ id, credential }: { id: string; credential: Kind["credential"] }) {
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
