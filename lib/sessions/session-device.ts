import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { addSeconds } from "#lib/kernel/clock";
import { findPhoneSessionDays } from "#lib/workspace/phone-session-days";

const daySeconds = 86_400;

export interface SessionDevice {
  /** For the list of sessions, such as "Chrome on Android". */
  name: string;
  isApp: boolean;
  /** Whether the session is to last as a phone session, if the workspace has those. */
  stays: boolean;
}

/** Records a session's browser. @returns `expires` as given, or that of a phone session. */
export async function saveSessionDevice(
  tx: Transaction,
  sessionHash: string,
  { device, expires, now }: { device: SessionDevice | undefined; expires: Date; now: Date },
): Promise<{ expires: Date; isDevice: boolean }> {
  const days = device?.stays ? await findPhoneSessionDays(tx) : 0;
  const lasting =
    days > 0 ? { expires: addSeconds(now, days * daySeconds), isDevice: true } : { expires, isDevice: false };
  await tx
    .update(sessions)
    .set({
      ...lasting,
      ...{ createdAt: now, lastUsedAt: now },
      ...{ deviceName: device?.name ?? null, isApp: device?.isApp ?? false },
    })
    .where(eq(sessions.sessionToken, sessionHash));
  return lasting;
}
