import { useEffect, useState } from "react";
import { call } from "#components/api/call.ts";

/** Whether the link still works, and the device that opened it. */
interface OpenedPhone {
  isLive: boolean;
  device: string | null;
}

const waiting: OpenedPhone = { isLive: true, device: null };
const pauseMs = 2000;

/** Asks the server about the shown link until the link ends. */
export function useOpenedPhone(link: string | undefined): OpenedPhone {
  const [answer, setAnswer] = useState<OpenedPhone & { of: string }>();
  const current = answer && answer.of === link ? answer : waiting;
  const asked = current.isLive ? link : undefined;
  useEffect(() => {
    if (!asked) return;
    const timer = setInterval(async () => {
      // The next answer comes soon: a lost one is no error to show.
      const phone = await call<OpenedPhone>("POST", "/api/passkeys/phone-links/opened", {
        link: asked,
      }).catch(() => undefined);
      if (phone) setAnswer({ ...phone, of: asked });
    }, pauseMs);
    return () => clearInterval(timer);
  }, [asked]);
  return current;
}
