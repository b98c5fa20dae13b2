"use client";

import { useState } from "react";
import { isInstalled, useIsInstalled } from "#components/device/use-is-installed.ts";
import { Checkbox } from "#components/forms/checkbox";
import { counted } from "#components/text/plural.ts";
import type { ChosenDevice } from "./chosen-device.ts";
import { Connections } from "./connections.tsx";
import { SignIn } from "./sign-in.tsx";

/**
 * Single sign-on and passkeys, and for how long. The installed app is a device of the person's own,
 * so that it always stays signed in.
 */
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
