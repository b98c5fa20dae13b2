import type { Context } from "hono";
import { z } from "zod";
import { deviceName } from "#components/passkey/device-name.ts";
import type { SessionDevice } from "#lib/sessions/session-device";

/** What a sign-in page says about its browser. */
export const chosenDevice = z.object({
  /** Whether the person stays signed in on this device. */
  stays: z.boolean().default(false),
  isApp: z.boolean().default(false),
});

/** The caller's browser, for the list of sessions. Nothing is decided by its name. */
export function deviceOf(
  c: Context,
  { stays, isApp }: Pick<SessionDevice, "stays" | "isApp"> = { stays: false, isApp: false },
): SessionDevice {
  return { name: deviceName(c.req.header("user-agent") ?? "") ?? "Unknown browser", stays, isApp };
}
