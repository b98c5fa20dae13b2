"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefusalAlert } from "#components/passkey/refusal-alert";
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
} from "#components/ui/dialog";
import { Icon } from "#components/ui/icon";
import { call } from "../../../components/api/call.ts";
import { useCeremony } from "../../../components/passkey/use-ceremony.ts";

/** Removing is for good, so it asks first; the last passkey stays, and the dialogue says why. */
export function RemovePasskey({ id, name, isLast }: { id: string; name: string; isLast: boolean }) {
  const router = useRouter();
  const { busy, refusal, run } = useCeremony();
  const [open, setOpen] = useState(false);

  async function remove() {
    if (!(await run(() => call("DELETE", `/api/passkeys/${id}`)))) return;
    setOpen(false);
    router.refresh();
  }

  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm" aria-label={`Remove ${name}`}>
          <Icon name="trash" />
          Remove
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{isLast ? "This is your only passkey" : `Remove ${name}?`}</DialogTitle>
          <DialogDescription>
            {isLast
              ? "Without it you could not sign in any more. Add another one first, then remove this one."
              : "It stops working here at once. Your device may still list it: delete it there as well."}
          </DialogDescription>
        </DialogHeader>
        <RefusalAlert refusal={refusal} />
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{isLast ? "Close" : "Cancel"}</Button>
          </DialogClose>
          {isLast ? null : (
            <Button variant="destructive" disabled={busy} onClick={remove}>
              Remove the passkey
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
