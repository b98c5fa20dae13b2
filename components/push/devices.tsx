"use client";

import { useRouter } from "next/navigation";
import { Card, CardHead, RowList } from "#components/ui/card";
import type { DeviceView } from "#lib/notifications/web-push/list-subscriptions";
import { DeviceRow } from "./device-row.tsx";
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
