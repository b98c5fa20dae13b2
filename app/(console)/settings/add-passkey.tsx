"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { call } from "#components/api/call.ts";
import { askToConfirm, createPasskey } from "#components/passkey/ceremony.ts";
import { deviceName } from "#components/passkey/device-name.ts";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";

type Options = Parameters<typeof createPasskey>[0];

/**
 * Two prompts, each after a press, as browsers require: an existing passkey, then the new passkey.
 * Cancelling the second prompt keeps the confirmation.
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
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="outline" className="w-fit">
          <Icon name="plus" />
          Add passkey
        </Button>
      }
    >
      <DialogHead title={options ? "Create new passkey" : "Confirm with an existing passkey"}>
        {options
          ? "Confirmed. Now choose where to save the new passkey: this device, a phone or a security key."
          : "First confirm with a passkey you already have, then create the new one."}
      </DialogHead>
      <RefusalAlert refusal={refusal} />
      <DialogFooter>
        <DialogCancel />
        <Button disabled={busy} onClick={() => (options ? make(options) : confirm())}>
          {busy ? "Follow the prompt in your browser…" : next}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
