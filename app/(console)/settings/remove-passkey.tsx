"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { call } from "#components/api/call.ts";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { BulletList } from "#components/ui/bullet-list";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";

const consequences = [
  "It no longer signs you in or approves anything.",
  "Pending requests it approved need your approval again.",
  "Unused grants it approved are revoked.",
];

/** Removes a passkey after a dialog with the consequences. The last passkey cannot be removed. */
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
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="ghost" size="sm" aria-label={`Remove ${name}`}>
          <Icon name="trash" />
          Remove
        </Button>
      }
    >
      <DialogHead title={isLast ? "This is your only passkey" : `Remove ${name}?`}>
        {isLast ? "You couldn't sign in without it. Add another passkey first." : "Right away:"}
      </DialogHead>
      {isLast ? null : <Consequences />}
      <RefusalAlert refusal={refusal} />
      <DialogFooter>
        <DialogCancel>{isLast ? "Close" : "Cancel"}</DialogCancel>
        {isLast ? null : (
          <Button variant="destructive" disabled={busy} onClick={remove}>
            Remove passkey
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}

function Consequences() {
  return (
    <>
      <BulletList items={consequences} />
      <p className="my-4">
        This can't be undone. Delete the passkey from your device or password manager too.
      </p>
    </>
  );
}
