import { z } from "zod";
import type { Database } from "#db/client";
import { notificationPreferences } from "#db/schema/notifications";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { notificationClasses, personalChannels } from "./preferences.ts";

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const chosen = z.array(z.enum(personalChannels));

const schema = z
  .strictObject({
    channels: z.strictObject({ routine: chosen, financial: chosen, critical: chosen, account: chosen }),
    timeZone: z.string().refine(isTimeZone, "unknown time zone"),
    quietFrom: clockTime.nullable(),
    quietUntil: clockTime.nullable(),
    quietExcept: z.array(z.enum(notificationClasses)),
    digest: z.enum(["off", "hourly", "daily"]),
    digestAt: clockTime,
    whenAway: z.enum(["delegate", "both"]),
  })
  .refine(({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null), "half a time span");

export type PreferencesInput = z.input<typeof schema>;

/**
 * Saves the viewer's own notification preferences. No passkey: they change what the viewer hears,
 * and nothing that anyone may do. Recorded, because a stolen session could
 * silence its person.
 * @throws {CountersignError} `invalid_input`
 */
export async function savePreferences(
  db: Database,
  { viewer, preferences, now }: { viewer: Viewer; preferences: unknown; now: Date },
): Promise<void> {
  const parsed = schema.safeParse(preferences);
  if (!parsed.success)
    throw new CountersignError("invalid_input", "these are no notification preferences", {
      userMessage: "Fix the highlighted fields. Nothing was saved.",
      cause: parsed.error,
    });
  const { personId } = viewer;
  const row = { personId, ...parsed.data, changedAt: now };
  await db.transaction(async (tx) => {
    await tx
      .insert(notificationPreferences)
      .values(row)
      .onConflictDoUpdate({ target: notificationPreferences.personId, set: row });
    const actor = { type: "person" as const, id: personId };
    const data = { channels: parsed.data.channels };
    const type = "notification_preferences.changed" as const;
    await recordAudit(tx, { type, actor, subject: { person: personId }, data }, now);
  });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
