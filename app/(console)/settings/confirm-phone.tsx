"use client";

import type { FormEvent } from "react";
import { call, faultOf } from "#components/api/call.ts";
import { QrCode } from "#components/device/qr-code";
import type { QrPath } from "#components/device/qr-path.ts";
import { Field, Input } from "#components/forms/field";
import { askToConfirm } from "#components/passkey/ceremony.ts";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { DialogCancel, DialogFooter } from "#components/ui/dialog/dialog";
import { useOpenedPhone } from "./use-opened-phone.ts";

/** The page confirms the phone that opens this link, whatever other links the session has. */
export interface PhoneLink {
  link: string;
  code: QrPath;
}

/** One link's code and number. Mounted anew for each link: a prompt that hangs belongs to its own. */
export function ConfirmPhone(props: {
  shown: PhoneLink;
  onConfirmed: (link: string) => void;
  onNewCode: () => void;
}) {
  const { link, code } = props.shown;
  const { busy, refusal, run } = useCeremony();
  const { isLive, device } = useOpenedPhone(link);

  async function confirm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const number = String(new FormData(event.currentTarget).get("number")).trim();
    const done = await run(async () => {
      const confirmation = await askToConfirm(`passkey/add-on-phone/${number}/${link}`);
      await call("POST", "/api/passkeys/phone-links/confirmations", { link, number, confirmation });
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
            {busy ? "Waiting for your passkey…" : "Confirm phone"}
          </Button>
        )}
      </DialogFooter>
    </form>
  );
}
