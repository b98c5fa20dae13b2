"use client";

import { useState } from "react";
import { KeyChoice } from "#components/agents/key-choice";
import { FormMessage } from "#components/forms/form-message";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Field, Fieldset } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Link } from "#components/ui/link";
import { Select } from "#components/ui/select";
import { useAction } from "../../../../components/forms/use-action.ts";
import { create } from "./actions.ts";
import { FirstSteps } from "./first-steps.tsx";

interface Approver {
  id: string;
  name: string;
}

/** The form; and once the agent exists, the first steps with it. */
export function NewAgent(props: { origin: string; approvers: Approver[]; viewerId: string }) {
  const { pending, formProps, result, message, errorOf } = useAction(create);
  const isApprover = props.approvers.some((person) => person.id === props.viewerId);
  const [ownerId, setOwnerId] = useState(isApprover ? props.viewerId : (props.approvers[0]?.id ?? ""));
  if (result) return <FirstSteps origin={props.origin} agent={result.agent} given={result.given} />;
  const others = props.approvers.filter((person) => person.id !== ownerId);
  return (
    <form className="grid gap-6" noValidate {...formProps}>
      <Field
        label="Name"
        hint="What it is called in the queue, such as “Refund bot”."
        error={errorOf("name")}
      >
        <Input name="name" required maxLength={80} autoComplete="off" />
      </Field>
      <Field
        label="Owner"
        hint="The one person who answers for it. When they leave, the agent stops."
        error={errorOf("ownerId")}
      >
        <Select name="ownerId" required value={ownerId} onChange={(event) => setOwnerId(event.target.value)}>
          {props.approvers.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
              {person.id === props.viewerId ? " (you)" : ""}
            </option>
          ))}
        </Select>
      </Field>
      {others.length > 0 ? (
        <Fieldset
          legend="Backups (optional)"
          hint="They may countersign as well, and count where two are needed."
        >
          <div className="grid gap-2 sm:grid-cols-2">
            {others.map((person) => (
              <Checkbox key={person.id} name="backupIds" value={person.id} label={person.name} />
            ))}
          </div>
        </Fieldset>
      ) : null}
      <KeyChoice errorOf={errorOf} />
      <FormMessage message={message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending}>
          {pending ? "Creating…" : "Create the agent"}
        </Button>
        <Button asChild variant="ghost">
          <Link href="/agents">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}
