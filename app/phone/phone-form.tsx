"use client";

import { useState, useSyncExternalStore } from "react";
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

interface Opened {
  secret: string;
  number: string;
  name: string;
}

/** Opens the link, shows the number, and creates the passkey once the other device has confirmed. */
export function PhoneForm() {
  const { busy, refusal, run } = useCeremony();
  const isReady = useIsReady();
  const [opened, setOpened] = useState<Opened>();
  const hasToken = useHasToken();

  const open = () =>
    run(async () => {
      const token = window.location.hash.slice(1);
      setOpened(await call<Opened>("POST", "/api/phone-links/open", { token }));
      // After the call, so that a lost connection leaves the token for another try. It works once.
      window.history.replaceState(window.history.state, "", "/phone");
    });

  const create = ({ secret }: Opened) =>
    run(async () => {
      const { options } = await call<{ options: Options }>("POST", "/api/phone-links/options", { secret });
      const credential = await createPasskey(options);
      const name = deviceName(navigator.userAgent) ?? "Phone";
      const added = { secret, credential, name };
      const { next } = await call<{ next: string }>("POST", "/api/phone-links/passkeys", added);
      window.location.assign(next);
    });

  if (isReady && !opened && !hasToken)
    return <p>On your other device, select “Add on phone” in Settings, and scan the code that it shows.</p>;
  return (
    <div className="grid gap-5">
      <PasskeySupport />
      {opened ? (
        <div className="grid gap-2">
          <p>
            This creates a passkey for <strong className="font-medium">{opened.name}</strong>. Type this
            number on the other device, and confirm it there:
          </p>
          <output className="font-mono font-semibold text-4xl tracking-widest">{opened.number}</output>
        </div>
      ) : null}
      <RefusalAlert refusal={refusal} />
      <Button
        size="lg"
        className="w-fit"
        disabled={busy || !isReady}
        onClick={() => (opened ? create(opened) : open())}
      >
        <Icon name={opened ? "key" : "smartphone"} />
        {opened ? "Create passkey" : "Show number"}
      </Button>
    </div>
  );
}

/** Also after a scan that changes the fragment alone. */
function useHasToken(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener("hashchange", changed);
      return () => window.removeEventListener("hashchange", changed);
    },
    () => window.location.hash.length > 1,
    () => true,
  );
}
