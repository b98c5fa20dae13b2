"use client";

import { useState } from "react";
import { call } from "#components/api/call.ts";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import type { ChosenDevice } from "./chosen-device.ts";

/** A button for each identity provider that people may sign in through. */
export function Connections(props: {
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
