"use client";

import { useState, useSyncExternalStore } from "react";
import { call } from "#components/api/call.ts";
import { createPasskey } from "#components/passkey/ceremony.ts";
import { deviceName } from "#components/passkey/device-name.ts";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Fact, Facts } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import { useIsReady } from "#components/ui/use-browser-state.ts";

type Options = Parameters<typeof createPasskey>[0];

interface Opened {
  secret: string;
  number: string;
}

/**
 * Opens the link, shows the number, and once the other device has confirmed it, whose passkey this
 * becomes: someone may have sent this person the link to their own account.
 */
export function PhoneForm() {
  const { busy, refusal, run } = useCeremony();
  const isReady = useIsReady();
  const [last, setOpened] = useState<Opened>();
  const [options, setOptions] = useState<Options>();
  const hasToken = useHasToken();
  // A new scan in the same tab changes the fragment alone.
  const opened = hasToken ? undefined : last;

  const open = () =>
    run(async () => {
      const token = window.location.hash.slice(1);
      setOpened(await call<Opened>("POST", "/api/phone-links/open", { token }));
      setOptions(undefined);
      // After the call, so that a lost connection leaves the token for another try. It works once.
      window.history.replaceState(window.history.state, "", "/phone");
    });

  const proceed = ({ secret }: Opened) =>
    run(async () => {
      const answer = await call<{ options: Options }>("POST", "/api/phone-links/options", { secret });
      setOptions(answer.options);
    });

  const create = ({ secret }: Opened, confirmed: Options) =>
    run(async () => {
      const credential = await createPasskey(confirmed);
      const name = deviceName(navigator.userAgent) ?? "Phone";
      const added = { secret, credential, name };
      const adding = call<{ next: string }>("POST", "/api/phone-links/passkeys", added);
      // The challenge is consumed by any answer of the server.
      const { next } = await adding.catch((thrown) => {
        setOptions(undefined);
        throw thrown;
      });
      window.location.assign(next);
    });

  if (isReady && !opened && !hasToken)
    return (
      <p>
        On your other device, select Add on phone in Settings, or Use your phone on your invitation, and scan
        the QR code.
      </p>
    );
  const step = !opened
    ? { act: open, icon: "smartphone" as const, label: "Show number" }
    : options
      ? { act: () => create(opened, options), icon: "key" as const, label: "Create passkey" }
      : { act: () => proceed(opened), icon: "smartphone" as const, label: "Continue" };
  return (
    <div className="grid gap-5">
      <PasskeySupport />
      {opened && (options ? <Account options={options} /> : <ShownNumber number={opened.number} />)}
      <RefusalAlert refusal={refusal} />
      <Button size="lg" className="w-fit" disabled={busy || !isReady} onClick={step.act}>
        <Icon name={step.icon} />
        {step.label}
      </Button>
    </div>
  );
}

function ShownNumber({ number }: { number: string }) {
  return (
    <div className="grid gap-2">
      <p>Type this number on the other device, and confirm it there:</p>
      <output className="font-mono font-semibold text-4xl tracking-widest">{number}</output>
    </div>
  );
}

function Account({ options }: { options: Options }) {
  const { displayName, name: email } = options.user;
  return (
    <div className="grid gap-3">
      <p>The passkey will sign in to this account. If it isn't yours, close this page.</p>
      <Facts>
        <Fact name="Name">{displayName}</Fact>
        <Fact name="Email">{email}</Fact>
        <Fact name="Server">{window.location.host}</Fact>
      </Facts>
    </div>
  );
}

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
