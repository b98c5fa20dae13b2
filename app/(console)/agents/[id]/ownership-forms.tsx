"use client";

import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Field, Fieldset } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { useAction } from "../../../../components/forms/use-action.ts";
import { changeBackups, changeOwner } from "./actions.ts";

interface Person {
  id: string;
  name: string;
}

export function BackupsForm(props: { agentId: string; people: Person[]; chosen: string[] }) {
  const { pending, formProps, message, errorOf, done } = useAction(changeBackups);
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="agentId" value={props.agentId} />
      <Fieldset legend="Backups" hint="They may countersign besides the owner." error={errorOf("backupIds")}>
        {props.people.map((person) => (
          <Checkbox
            key={person.id}
            name="backupIds"
            value={person.id}
            label={person.name}
            defaultChecked={props.chosen.includes(person.id)}
          />
        ))}
      </Fieldset>
      <FormMessage message={message} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="outline" disabled={pending}>
          {pending ? "Saving…" : "Save backups"}
        </Button>
        <Saved when={done} />
      </div>
    </form>
  );
}

export function OwnerForm(props: { agentId: string; people: Person[]; pending: number }) {
  const { pending, formProps, message, errorOf } = useAction(changeOwner);
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="agentId" value={props.agentId} />
      <Field
        label="New owner"
        hint={
          props.pending > 0
            ? `What the agent has waiting (${props.pending}) is cancelled and its unused grants are revoked: the new owner decides afresh.`
            : "Its unused grants are revoked: the new owner decides afresh."
        }
        error={errorOf("ownerId")}
      >
        <Select name="ownerId" required defaultValue="">
          <option value="" disabled>
            Choose a person
          </option>
          {props.people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </Select>
      </Field>
      <FormMessage message={message} />
      <Button type="submit" variant="outline" className="w-fit" disabled={pending}>
        {pending ? "Handing over…" : "Hand the agent over"}
      </Button>
    </form>
  );
}
