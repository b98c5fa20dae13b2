"use client";

import { useState } from "react";
import { KeyChoice } from "#components/agents/key-choice";
import { KeyGivenView } from "#components/agents/key-given";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import type { Named } from "#components/passkey/act-digest.ts";
import { AsksPasskey } from "#components/passkey/asks-passkey";
import { checkedAndConfirmed } from "#components/passkey/confirmation.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { addKey } from "./actions.ts";
import { keyAct } from "./key-act.ts";

interface Props {
  agent: Named;
  origin: string;
}

export function AddKey({ startsOpen, ...props }: Props & { startsOpen: boolean }) {
  const [attempt, setAttempt] = useState(0);
  const [open, setOpen] = useState(startsOpen);
  if (!open) {
    return (
      <Button variant="outline" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        Add key
      </Button>
    );
  }
  function close() {
    setOpen(false);
    setAttempt(attempt + 1);
  }
  return <AddKeyForm key={attempt} {...props} onClose={close} />;
}

function AddKeyForm({ agent, origin, onClose }: Props & { onClose: () => void }) {
  const confirmed = checkedAndConfirmed(addKey, (form) => keyAct(agent, form));
  const { pending, formProps, result, message, errorOf } = useAction(confirmed);
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
    <form className="grid gap-4" noValidate {...formProps}>
      <input type="hidden" name="agentId" value={agent.id} />
      <KeyChoice errorOf={errorOf} />
      <AsksPasskey>Anyone who has this key can send requests and act as {agent.name}.</AsksPasskey>
      <FormMessage message={message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending}>
          {pending ? "Adding key…" : "Add key"}
        </Button>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
