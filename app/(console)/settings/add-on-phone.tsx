"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { call } from "#components/api/call.ts";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";
import { ConfirmPhone, type PhoneLink } from "./confirm-phone.tsx";

/**
 * The phone shows a number, and an existing passkey confirms it here: someone who photographed the
 * code gets a number that no one types.
 */
export function AddOnPhone() {
  const router = useRouter();
  const { busy, refusal, run } = useCeremony();
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<PhoneLink>();
  const [confirmed, setConfirmed] = useState<string>();
  const isConfirmed = shown !== undefined && confirmed === shown.link;

  function showCode() {
    setShown(undefined);
    void run(async () => setShown(await call<PhoneLink>("POST", "/api/passkeys/phone-links")));
  }

  function change(isOpen: boolean) {
    setOpen(isOpen);
    if (isOpen) return showCode();
    setShown(undefined);
    // The phone may have created its passkey.
    router.refresh();
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button variant="outline" className="w-fit">
          <Icon name="smartphone" />
          Add on phone
        </Button>
      }
    >
      <DialogHead title={isConfirmed ? "Continue on your phone" : "Add passkey on phone"}>
        {isConfirmed
          ? "Confirmed. Create the passkey on your phone within 2 minutes."
          : "Scan the code within 2 minutes. Then type the number that your phone shows, again within 2 minutes."}
      </DialogHead>
      {shown && !isConfirmed ? (
        <ConfirmPhone key={shown.link} shown={shown} onConfirmed={setConfirmed} onNewCode={showCode} />
      ) : (
        <>
          <RefusalAlert refusal={refusal} />
          <DialogFooter>
            {isConfirmed ? (
              <Button onClick={() => change(false)}>Done</Button>
            ) : (
              <>
                <DialogCancel />
                <Button disabled={busy} onClick={showCode}>
                  Show new code
                </Button>
              </>
            )}
          </DialogFooter>
        </>
      )}
    </Dialog>
  );
}
