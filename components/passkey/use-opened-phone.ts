import { useEffect, useState } from "react";
import { call, Refusal } from "#components/api/call.ts";

/** Whether the link still works, and the device that opened it. */
export interface OpenedPhone {
  isLive: boolean;
  /** Whether the invitation has ended too: used for the phone's passkey, revoked or expired. */
  isInvitationOver?: boolean;
  device: string | null;
}

const waiting: OpenedPhone = { isLive: true, device: null };
const pauseMs = 2000;

/** Asks the server about the shown link until the link ends, or its invitation. */
export function useOpenedPhone(link: string | undefined, invitation: string | undefined): OpenedPhone {
  const [answer, setAnswer] = useState<OpenedPhone & { of: string }>();
  const current = answer && answer.of === link ? answer : waiting;
  const asked = current.isLive ? link : undefined;
  useEffect(() => {
    if (!asked) return;
    const timer = setInterval(async () => {
      const phone = await call<OpenedPhone>("POST", "/api/passkeys/phone-links/opened", {
        link: asked,
        invitation,
      }).catch(ended);
      if (phone) setAnswer({ ...phone, of: asked });
    }, pauseMs);
    return () => clearInterval(timer);
  }, [asked, invitation]);
  return current;
}

/** The next answer comes soon: a lost one is no error to show. */
function ended(thrown: unknown): OpenedPhone | undefined {
  const isOver = thrown instanceof Refusal && thrown.code === "link_invalid";
  return isOver ? { isLive: false, isInvitationOver: true, device: null } : undefined;
}
