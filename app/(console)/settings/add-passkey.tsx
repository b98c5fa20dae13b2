"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { call } from "#components/api/call.ts";
import { createPasskey } from "#components/passkey/ceremony.ts";
import { askToConfirm } from "#components/passkey/confirmation.ts";
import { deviceName } from "#components/passkey/device-name.ts";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";

type Options = Parameters<typeof createPasskey>[0];

/**
 * Two prompts, each after its own press, as browsers require: first an existing passkey, then the
 * new one. Cancelling the second prompt keeps the confirmation, so that only the second is
 * repeated.
 */
export function AddPasskey() {
  const router = useRouter();
  const { busy, refusal, run } = useCeremony();
  const [open, setOpen] = useState(false);
  const [options, setOptions] = useState<Options>();

  const confirm = () =>
    run(async () => {
      const confirmation = await askToConfirm("passkey/add");
      const answer = await call<{ options: Options }>("POST", "/api/passkeys/options", { confirmation });
      setOptions(answer.options);
    });

  async function make(confirmed: Options) {
    const added = await run(async () => {
      const credential = await createPasskey(confirmed);
      // The challenge is consumed from here on, for any answer of the server.
      setOptions(undefined);
      await call("POST", "/api/passkeys", { credential, name: deviceName(navigator.userAgent) ?? "Passkey" });
    });
    if (!added) return;
    setOpen(false);
    router.refresh();
  }

  const next = options ? "Create new passkey" : "Confirm it's you";
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="outline" className="w-fit">
          <Icon name="plus" />
          Add passkey
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{options ? "Create new passkey" : "Confirm with an existing passkey"}</DialogTitle>
          <DialogDescription>
            {options
              ? "Confirmed. Now choose where to save the new passkey: this device, a phone or a security key."
              : "First confirm with a passkey you already have, then create the new one."}
          </DialogDescription>
        </DialogHeader>
        <RefusalAlert refusal={refusal} />
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Cancel</Button>
          </DialogClose>
          <Button disabled={busy} onClick={() => (options ? make(options) : confirm())}>
            {busy ? "Follow the prompt in your browser…" : next}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
