"use client";

import { type ReactNode, useState } from "react";
import { call } from "#components/api/call.ts";
import { createPasskey } from "#components/passkey/ceremony.ts";
import { deviceName } from "#components/passkey/device-name.ts";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { useIsReady } from "#components/ui/use-browser-state.ts";

type Options = Parameters<typeof createPasskey>[0];

/**
 * One button creates the passkey, named after the device. The person can rename it in Settings.
 * @param props.target path of this site to open afterwards, instead of the first page of the roles
 * @param props.children another way, below the button
 */
export function Enroll(props: { token: string; target: string | undefined; children: ReactNode }) {
  const { token, target } = props;
  const { busy, refusal, run } = useCeremony();
  const isReady = useIsReady();
  const [done, setDone] = useState(false);

  async function enroll() {
    const { options } = await call<{ options: Options }>("POST", "/api/enrollments/options", { token });
    const credential = await createPasskey(options);
    const passkeyName = deviceName(navigator.userAgent) ?? "Passkey";
    const { next } = await call<{ next: string }>("POST", "/api/enrollments", {
      token,
      credential,
      passkeyName,
    });
    setDone(true);
    window.location.assign(target ?? next);
  }

  return (
    <div className="grid gap-5">
      <PasskeySupport />
      <ul className="grid list-disc gap-1.5 pl-5 text-muted-foreground">
        <li>Your passkey is stored on your device or in your password manager.</li>
        <li>Your fingerprint, face or PIN never leaves your device.</li>
        <li>Next, add a second passkey in Settings so you don't get locked out if you lose your phone.</li>
      </ul>
      <RefusalAlert refusal={refusal} />
      <div className="grid gap-2">
        <Button size="lg" disabled={busy || done || !isReady} onClick={() => run(enroll)}>
          <Icon name="key" />
          Create passkey
        </Button>
        {props.children}
        <p role="status" className="min-h-6 text-muted-foreground">
          {done ? "Done. Signing you in…" : busy ? "Follow the prompt in your browser…" : ""}
        </p>
      </div>
    </div>
  );
}
