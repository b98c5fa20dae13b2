"use client";

import type { FormEvent } from "react";
import { call, faultOf } from "#components/api/call.ts";
import { QrCode } from "#components/device/qr-code";
import type { QrPath } from "#components/device/qr-path.ts";
import { Field, Input } from "#components/forms/field";
import { Button } from "#components/ui/button";
import { DialogCancel, DialogFooter } from "#components/ui/dialog/dialog";
import { askToConfirm } from "./ceremony.ts";
import { RefusalAlert } from "./refusal-alert.tsx";
import { useCeremony } from "./use-ceremony.ts";
import { useOpenedPhone } from "./use-opened-phone.ts";

/** The page confirms the phone that opens this link, whatever other links the session has. */
export interface PhoneLink {
  link: string;
  code: QrPath;
}

/** One link's code and number. Mounted anew for each link: a prompt that hangs belongs to its own. */
export function ConfirmPhone(props: {
  shown: PhoneLink;
  invitation: string | undefined;
  onConfirmed: (link: string) => void;
  onNewCode: () => void;
}) {
  const { shown, invitation } = props;
  const { link, code } = shown;
  const { busy, refusal, run } = useCeremony();
  const { isLive, device } = useOpenedPhone(link, invitation);

  async function confirm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const number = String(new FormData(event.currentTarget).get("number")).trim();
    const done = await run(async () => {
      const path = "/api/passkeys/phone-links";
      if (invitation) return call("POST", `${path}/enrollments`, { link, number, invitation });
      const confirmation = await askToConfirm(`passkey/add-on-phone/${number}/${link}`);
      return call("POST", `${path}/confirmations`, { link, number, confirmation });
    });
    if (done) props.onConfirmed(link);
  }

  const isOver = !isLive || refusal?.code === "wrong_number";
  return (
    <form onSubmit={confirm} className="grid gap-4">
      {isOver || device ? null : <QrCode code={code} label="QR code for your phone" />}
      <p role="status" className="empty:absolute">
        {isLive ? device && !isOver && `Opened by ${device}.` : "This code no longer works."}
      </p>
      {isOver ? null : (
        <Field
          label="Number on your phone"
          hint="Only the phone in your hand counts. No one else ever gives you a number."
          error={faultOf(refusal, "/number")}
        >
          <Input
            name="number"
            required
            inputMode="numeric"
            pattern="\d{4}"
            maxLength={4}
            autoComplete="off"
          />
        </Field>
      )}
      <RefusalAlert refusal={refusal} />
      <DialogFooter>
        <DialogCancel />
        <Button variant={isOver ? undefined : "outline"} onClick={props.onNewCode}>
          Show new code
        </Button>
        {isOver ? null : (
          <Button type="submit" disabled={busy}>
            {busy && !invitation ? "Waiting for your passkey…" : "Confirm phone"}
          </Button>
        )}
      </DialogFooter>
    </form>
  );
}
