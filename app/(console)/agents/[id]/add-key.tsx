"use client";

import { type ComponentProps, useState } from "react";
import { loadLater, OnDemand, Unloaded } from "#components/ui/after-load";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

const AddKeyForm = loadLater(async () => (await import("./add-key-form.tsx")).AddKeyForm, Unloaded);

type Props = Omit<ComponentProps<typeof AddKeyForm>, "onClose"> & { startsOpen: boolean };

export function AddKey({ startsOpen, ...props }: Props) {
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
  return (
    <OnDemand>
      <AddKeyForm key={attempt} {...props} onClose={close} />
    </OnDemand>
  );
}
