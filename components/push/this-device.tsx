import { RefusalAlert } from "#components/passkey/refusal-alert";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { useThisDevice } from "./use-this-device.ts";

/** Turns notifications on and off in this browser. */
export function ThisDevice(props: ReturnType<typeof useThisDevice> & { onChange: () => void }) {
  const { refusal } = props;
  return (
    <Card>
      <CardHead title="This device">
        Get a notification when a request needs your approval. Opening it shows the request. You approve there
        with your passkey.
      </CardHead>
      <CardContent className="grid justify-items-start gap-3">
        <RefusalAlert refusal={refusal} />
        <Way {...props} />
      </CardContent>
    </Card>
  );
}

function Way({ state, busy, check, turnOn, turnOff, onChange }: Parameters<typeof ThisDevice>[0]) {
  const after = async (change: Promise<boolean>) => {
    if (await change) onChange();
  };
  switch (state.is) {
    case "checking":
      return <p className="text-muted-foreground">Checking this browser…</p>;
    case "unsupported":
      return <p>This browser doesn't support notifications. Open Countersign in another browser.</p>;
    case "needs-install":
      return (
        <p>
          On iPhone and iPad, notifications need the app. <Link href="#install">See how to install</Link>
        </p>
      );
    case "unknown":
    case "denied":
      return (
        <>
          <p>
            {state.is === "unknown"
              ? "This browser couldn't be checked."
              : "Notifications are blocked for Countersign. Allow them in your browser's or phone's settings."}
          </p>
          <Button variant="outline" disabled={busy} onClick={() => void after(check())}>
            Check again
          </Button>
        </>
      );
    case "off":
      return (
        <Button disabled={busy} onClick={() => void after(turnOn())}>
          {busy ? "Turning on…" : "Turn on notifications"}
        </Button>
      );
    case "on":
      return (
        <>
          <p>Notifications are on.</p>
          <Button variant="outline" disabled={busy} onClick={() => void after(turnOff(state.id))}>
            {busy ? "Turning off…" : "Turn off notifications"}
          </Button>
        </>
      );
  }
}
