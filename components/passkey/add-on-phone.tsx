"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { call } from "#components/api/call.ts";
import { Button, LinkButton } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";
import { ConfirmPhone, type PhoneLink } from "./confirm-phone.tsx";
import { RefusalAlert } from "./refusal-alert.tsx";
import { useCeremony } from "./use-ceremony.ts";

/**
 * The phone shows a number, which the person types here and confirms with a passkey, if there is one:
 * someone who photographed the code gets a number that no one types.
 * @param invitation the token of an invitation or recovery link, in place of session and passkey
 */
export function AddOnPhone({ invitation }: { invitation?: string }) {
  const router = useRouter();
  const { busy, refusal, run } = useCeremony();
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<PhoneLink>();
  const [confirmed, setConfirmed] = useState<string>();
  const isConfirmed = shown !== undefined && confirmed === shown.link;

  function showCode() {
    setShown(undefined);
    void run(async () =>
      setShown(await call<PhoneLink>("POST", "/api/passkeys/phone-links", { invitation })),
    );
  }

  function change(isOpen: boolean) {
    setOpen(isOpen);
    if (isOpen) return showCode();
    setShown(undefined);
    // The phone may have created its passkey. An invitation's page would say that its link was used.
    if (!invitation) router.refresh();
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button
          variant="outline"
          size={invitation ? "lg" : undefined}
          className={invitation ? "pointer-coarse:hidden" : "w-fit"}
        >
          <Icon name="smartphone" />
          {invitation ? "Use your phone" : "Add on phone"}
        </Button>
      }
    >
      <DialogHead
        title={
          isConfirmed ? "Continue on your phone" : invitation ? "Use your phone" : "Add passkey on phone"
        }
      >
        {isConfirmed
          ? "Confirmed. Create the passkey on your phone within 2 minutes."
          : "Scan the code within 2 minutes. Then type the number that your phone shows, again within 2 minutes."}
      </DialogHead>
      {shown && !isConfirmed ? (
        <ConfirmPhone
          key={shown.link}
          shown={shown}
          invitation={invitation}
          onConfirmed={setConfirmed}
          onNewCode={showCode}
        />
      ) : (
        <>
          <RefusalAlert refusal={refusal} />
          <DialogFooter>
            {isConfirmed ? (
              invitation ? (
                <LinkButton href="/signin">Go to sign-in</LinkButton>
              ) : (
                <Button onClick={() => change(false)}>Done</Button>
              )
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
