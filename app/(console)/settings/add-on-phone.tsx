"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { asRefusal, call, faultOf } from "#components/api/call.ts";
import { QrCode } from "#components/device/qr-code";
import type { QrPath } from "#components/device/qr-path.ts";
import { Field, Input } from "#components/forms/field";
import { askToConfirm } from "#components/passkey/ceremony.ts";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";

/** The page confirms the phone that opens this link, whatever other links the session has. */
interface PhoneLink {
  link: string;
  code: QrPath;
}

/**
 * The phone shows a number, and an existing passkey confirms it here: someone who photographed the
 * code gets a number that no one types.
 */
export function AddOnPhone() {
  const router = useRouter();
  const { busy, refusal, run } = useCeremony();
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<PhoneLink>();
  const [isConfirmed, setConfirmed] = useState(false);

  async function showCode() {
    setShown(undefined);
    setShown(await call<PhoneLink>("POST", "/api/passkeys/phone-links"));
  }

  function change(isOpen: boolean) {
    setOpen(isOpen);
    setConfirmed(false);
    if (isOpen) void run(showCode);
    // The phone may have created its passkey.
    else router.refresh();
  }

  async function confirm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const number = String(new FormData(event.currentTarget).get("number")).trim();
    const done = await run(async () => {
      if (!shown) return;
      const { link } = shown;
      const confirmation = await askToConfirm(`passkey/add-on-phone/${number}/${link}`);
      const sent = call("POST", "/api/passkeys/phone-links/confirmations", { number, link, confirmation });
      await sent.catch(async (refused) => {
        // A wrong number ended the link. A closed prompt didn't.
        if (asRefusal(refused, "").code === "wrong_number") await showCode();
        throw refused;
      });
    });
    setConfirmed(done);
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
          : "Scan the code within 2 minutes. Then type the number that your phone shows."}
      </DialogHead>
      {isConfirmed ? (
        <DialogFooter>
          <Button onClick={() => change(false)}>Done</Button>
        </DialogFooter>
      ) : (
        <form onSubmit={confirm} className="grid gap-4">
          {shown ? <QrCode code={shown.code} label="QR code for your phone" /> : null}
          <Field label="Number on your phone" error={faultOf(refusal, "/number")}>
            <Input
              name="number"
              required
              inputMode="numeric"
              pattern="\d{4}"
              maxLength={4}
              autoComplete="off"
            />
          </Field>
          <RefusalAlert refusal={refusal} />
          <DialogFooter>
            <DialogCancel />
            <Button type="submit" disabled={busy || !shown}>
              {busy && shown ? "Waiting for your passkey…" : "Confirm phone"}
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  );
}
