import { inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import {
  type ChannelId,
  type NotificationClass,
  notificationPreferences,
  type PersonalChannel,
} from "#db/schema/notifications";
import type { Risk } from "#db/schema/policy";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";

export type Preferences = Omit<typeof notificationPreferences.$inferSelect, "personId" | "changedAt">;

/** Every class of notification. */
export const notificationClasses = ["routine", "financial", "critical", "account"] as const;

/** Whether people choose the channel. Total: a new channel needs an answer. */
const reachesPeople = {
  web_push: true,
  mail: true,
  slack: true,
  slack_webhook: false,
  teams: false,
  webhook: false,
} as const satisfies { [Id in ChannelId]: Id extends PersonalChannel ? true : false };

const personalChannels = (Object.keys(reachesPeople) as ChannelId[]).filter(
  (id): id is PersonalChannel => reachesPeople[id],
);

/** Without own choices: every channel, immediately, at any time. */
export const defaultPreferences: Preferences = {
  channels: everywhere(),
  timeZone: "UTC",
  quietFrom: null,
  quietUntil: null,
  quietExcept: ["critical"],
  digest: "off",
  digestAt: "09:00",
  whenAway: "delegate",
  hourlyBudget: null,
  holdsFloods: false,
};

function everywhere(): Record<NotificationClass, PersonalChannel[]> {
  return {
    routine: [...personalChannels],
    financial: [...personalChannels],
    critical: [...personalChannels],
    account: [...personalChannels],
  };
}

/** The class of a request's risk; an unclassified action counts as critical. */
export function classOfRisk(risk: Risk | null): NotificationClass {
  if (risk === "read" || risk === "write") return "routine";
  return risk === "spend" ? "financial" : "critical";
}

/** People's preferences, or the defaults. */
export async function loadPreferences(
  db: Database | Transaction,
  personIds: string[],
): Promise<(personId: string) => Preferences> {
  const rows = await db
    .select()
    .from(notificationPreferences)
    .where(inArray(notificationPreferences.personId, personIds));
  const chosen = new Map(rows.map(({ personId, changedAt: _, ...preferences }) => [personId, preferences]));
  return (personId) => chosen.get(personId) ?? defaultPreferences;
}

export async function findPreferences(
  db: Database,
  personId: string,
): Promise<Preferences & { isSaved: boolean }> {
  const preferences = (await loadPreferences(db, [personId]))(personId);
  return { ...preferences, isSaved: preferences !== defaultPreferences };
}

/** The bounds of an hourly budget. */
export const budgetBounds = { min: 1, max: 1000 } as const;

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
    hourlyBudget: z.int().min(budgetBounds.min).max(budgetBounds.max).nullable(),
    holdsFloods: z.boolean(),
  })
  .refine(({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null), "half a time span");

export type PreferencesInput = z.input<typeof schema>;

/** Saves preferences, on record: a stolen session could silence its person. @throws `invalid_input` */
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
    const { channels, holdsFloods } = parsed.data;
    const data = { channels, holds_floods: holdsFloods };
    const type = "notification_preferences.changed" as const;
    await recordAudit(tx, { type, actor: { personId }, subject: { person: personId }, data }, now);
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
