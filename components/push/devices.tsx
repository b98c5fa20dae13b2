"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { RelativeTime } from "#components/text/relative-time";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import type { DeviceView } from "#lib/notifications/web-push/list-subscriptions";
import { removeDevice, type TestOutcome, testDevice } from "./subscription.ts";
import { ThisDevice } from "./this-device.tsx";
import { useThisDevice } from "./use-this-device.ts";

/** The cards for notifications on this device, and on the viewer's other devices. */
export function Devices({ devices, now }: { devices: DeviceView[]; now: Date }) {
  const router = useRouter();
  const device = useThisDevice();
  const { state, turnOff } = device;
  const onChange = () => router.refresh();
  const ownId = state.is === "on" ? state.id : undefined;
  return (
    <>
      <ThisDevice {...device} onChange={onChange} />
      <Card>
        <CardHead title="Devices">
          {devices.length === 0 ? "None" : "You get notifications on all of these."}
        </CardHead>
        <RowList className="first:border-t">
          {devices.map((each) => (
            <DeviceRow
              key={each.id}
              device={each}
              now={now}
              onChange={onChange}
              {...(each.id === ownId ? { turnOff: () => turnOff(each.id) } : {})}
            />
          ))}
        </RowList>
      </Card>
    </>
  );
}

interface DeviceRowProps {
  device: DeviceView;
  now: Date;
  onChange: () => void;
  /** Only of the page's own device. */
  turnOff?: () => Promise<boolean>;
}

const testWords: Record<TestOutcome, string> = {
  delivered: "Test sent.",
  gone: "This device stopped receiving notifications and was removed. Turn them on again there.",
  refused: "The push service rejected the test. Turn notifications off and on again on that device.",
  retry: "The push service can't be reached. Try again in a minute.",
};

function DeviceRow({ device, now, onChange, turnOff }: DeviceRowProps) {
  const { id, name, addedAt, lastDeliveredAt } = device;
  const { busy, refusal, run } = useCeremony();
  const [tested, setTested] = useState<TestOutcome>();

  async function sendTest() {
    setTested(undefined);
    await run(async () => {
      const outcome = await testDevice(id);
      setTested(outcome);
      // A gone device would take the message along.
      if (outcome === "delivered") onChange();
    });
  }

  async function remove() {
    if (await (turnOff ? turnOff() : run(() => removeDevice(id)))) onChange();
  }

  return (
    <Row>
      <span className="flex min-w-0 items-start gap-3">
        <Icon name="bell" className="mt-0.5 text-muted-foreground" />
        <span className="min-w-0">
          <span className="flex flex-wrap items-center gap-2 font-medium">
            <span>{name}</span>
            {turnOff ? <Badge variant="primary">This device</Badge> : null}
          </span>
          <span className="block text-[0.8125rem] text-muted-foreground">
            Added <RelativeTime at={addedAt} now={now} /> ·{" "}
            {lastDeliveredAt ? (
              <>
                last delivered <RelativeTime at={lastDeliveredAt} now={now} />
              </>
            ) : (
              "nothing delivered yet"
            )}
          </span>
          <span role="status" className="block text-[0.8125rem]">
            {tested ? testWords[tested] : null}
          </span>
        </span>
      </span>
      <span className="flex gap-1.5 max-sm:pl-7">
        <Button
          variant="outline"
          size="sm"
          disabled={busy}
          aria-label={`Send test to ${name}`}
          onClick={sendTest}
        >
          Send test
        </Button>
        <Button variant="ghost" size="sm" disabled={busy} aria-label={`Remove ${name}`} onClick={remove}>
          Remove
        </Button>
      </span>
      <RefusalAlert refusal={refusal} />
    </Row>
  );
}
