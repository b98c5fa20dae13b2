import { useEffect, useState } from "react";
import { isAppleMobile } from "#components/device/platform.ts";
import { isInstalled } from "#components/device/use-is-installed.ts";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { findSubscription, refreshDevice, removeDevice, subscribeDevice } from "./subscription.ts";

/** Whether the browser notifies the viewer, or why not. `on` has the ID of the device. */
export type DeviceState =
  | { is: "checking" | "unknown" | "unsupported" | "needs-install" | "denied" | "off" }
  | { is: "on"; id: string };

/** This browser as one of the viewer's devices. The browser asks the person only in `turnOn`. */
export function useThisDevice() {
  const [state, setState] = useState<DeviceState>({ is: "checking" });
  const { busy, refusal, run } = useCeremony();
  useEffect(() => {
    readState().then(setState, () => setState({ is: "unknown" }));
  }, []);

  return {
    state,
    busy,
    refusal,
    check: () => run(async () => setState(await readState())),
    turnOn: () =>
      run(async () => {
        const permission = await Notification.requestPermission();
        if (permission === "granted") setState({ is: "on", id: await subscribeDevice() });
        else setState({ is: permission === "denied" ? "denied" : "off" });
      }),
    turnOff: (id: string) =>
      run(async () => {
        await removeDevice(id);
        await (await findSubscription())?.unsubscribe();
        setState({ is: "off" });
      }),
  };
}

async function readState(): Promise<DeviceState> {
  const isSupported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!isSupported)
    return { is: isAppleMobile(navigator) && !isInstalled() ? "needs-install" : "unsupported" };
  if (Notification.permission === "denied") return { is: "denied" };
  const subscription = await findSubscription();
  const id = subscription && (await refreshDevice(subscription));
  return id === undefined ? { is: "off" } : { is: "on", id };
}
