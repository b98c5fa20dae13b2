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
import { type OpenedPhone, useOpenedPhone } from "./use-opened-phone.ts";

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
  const phone = useOpenedPhone(isConfirmed ? shown.link : undefined, invitation);
  const isLate = invitation !== undefined && !phone.isLive && !phone.isInvitationOver;
  const head = headOf({ isConfirmed, isInvited: invitation !== undefined, phone });

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
      <DialogHead title={head.title}>{head.words}</DialogHead>
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
            {isConfirmed && !isLate ? (
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

interface Stage {
  isConfirmed: boolean;
  isInvited: boolean;
  phone: OpenedPhone;
}

function headOf({ isConfirmed, isInvited, phone }: Stage): { title: string; words: string } {
  if (!isConfirmed)
    return {
      title: isInvited ? "Use your phone" : "Add passkey on phone",
      words:
        "Scan the code within 2 minutes. Then type the number that your phone shows, again within 2 minutes.",
    };
  if (phone.isLive)
    return {
      title: "Continue on your phone",
      words: "Confirmed. Create the passkey on your phone within 2 minutes.",
    };
  if (phone.isInvitationOver)
    return { title: "This link has ended", words: "If your phone shows its passkey, sign in with it." };
  if (isInvited) return { title: "Use your phone", words: "The 2 minutes have passed. Show a new code." };
  // A session's link ends in both cases, and the list of passkeys says which.
  return {
    title: "Your phone is done",
    words: "Select Done to see its passkey. If it isn't listed, the 2 minutes had passed.",
  };
}
