"use client";

import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Field, Fieldset } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { useAction } from "../../../../components/forms/use-action.ts";
import { offerAgent, withdraw } from "../ownership-actions.ts";
import { changeBackups } from "./actions.ts";

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

export function OfferForm(props: { agentId: string; people: Person[] }) {
  const { pending, formProps, message, errorOf } = useAction(offerAgent);
  return (
    <form className="grid gap-3" {...formProps}>
      <input type="hidden" name="agentId" value={props.agentId} />
      <Field
        label="New owner"
        hint="They read what the agent may do and accept with their passkey, within 7 days. Nothing changes until then. When they do, what the agent has waiting is cancelled and its unused grants are revoked."
        error={errorOf("toPersonId")}
      >
        <Select name="toPersonId" required defaultValue="">
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
        {pending ? "Offering…" : "Offer the agent"}
      </Button>
    </form>
  );
}

export function WithdrawOffer({ offerId }: { offerId: string }) {
  const { pending, formProps, message } = useAction(withdraw);
  return (
    <form className="grid gap-2" {...formProps}>
      <input type="hidden" name="offerId" value={offerId} />
      <FormMessage message={message} />
      <Button type="submit" variant="outline" size="sm" className="w-fit" disabled={pending}>
        {pending ? "Withdrawing…" : "Withdraw the offer"}
      </Button>
    </form>
  );
}
