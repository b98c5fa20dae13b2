"use client";

import { useState } from "react";
import { call } from "#components/api/call.ts";
import { isInstalled, useIsInstalled } from "#components/device/use-is-installed.ts";
import { Checkbox } from "#components/forms/checkbox";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { counted } from "#components/text/plural.ts";
import { Button } from "#components/ui/button";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import type { ChosenDevice } from "./sign-in.tsx";
import { SignIn } from "./sign-in.tsx";

/** The installed app is a device of the person's own, so that it always stays signed in. */
export function WaysIn(props: {
  connections: { id: string; name: string }[];
  next: string | undefined;
  /** How long a phone session lasts; 0: the workspace has none. */
  days: number;
  staysAlready: boolean;
}) {
  const { connections, next, days } = props;
  const [stays, setStays] = useState(props.staysAlready);
  const isApp = useIsInstalled();
  const device = (): ChosenDevice => ({ stays: days > 0 && (stays || isInstalled()), isApp: isInstalled() });
  return (
    <>
      {connections.length > 0 ? <Connections connections={connections} next={next} device={device} /> : null}
      <SignIn next={next} device={device}>
        {days > 0 && !isApp ? (
          <Checkbox
            label="Stay signed in on this device"
            hint={`For ${counted(days, "day")}. Approving always takes your passkey.`}
            checked={stays}
            onChange={(event) => setStays(event.target.checked)}
          />
        ) : null}
      </SignIn>
    </>
  );
}

function Connections(props: {
  connections: { id: string; name: string }[];
  next: string | undefined;
  device: () => ChosenDevice;
}) {
  const { refusal, run } = useCeremony();
  const isReady = useIsReady();
  const [leavingFor, setLeavingFor] = useState<string>();

  async function leave(id: string) {
    setLeavingFor(id);
    const left = await run(async () => {
      const { url } = await call<{ url: string }>("POST", `/api/sso/signin/${id}`, {
        next: props.next,
        ...props.device(),
      });
      window.location.assign(url);
    });
    if (!left) setLeavingFor(undefined);
  }

  return (
    <section aria-label="Single sign-on" className="grid gap-3">
      <RefusalAlert refusal={refusal} />
      {props.connections.map(({ id, name }) => (
        <Button
          key={id}
          variant="outline"
          size="lg"
          disabled={!isReady || leavingFor !== undefined}
          onClick={() => leave(id)}
        >
          {leavingFor === id ? `Redirecting to ${name}…` : `Continue with ${name}`}
        </Button>
      ))}
    </section>
  );
}
