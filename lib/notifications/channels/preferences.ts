import { inArray } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import type { ChannelId } from "#db/schema/notifications";
import {
  type NotificationClass,
  notificationPreferences,
  type PersonalChannel,
} from "#db/schema/notifications";
import type { Risk } from "#db/schema/policy";

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

export const personalChannels = (Object.keys(reachesPeople) as ChannelId[]).filter(
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
