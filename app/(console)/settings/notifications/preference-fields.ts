import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import {
  type findPreferences,
  notificationClasses,
  type PreferencesInput,
  savePreferences,
} from "#lib/notifications/channels/preferences";

/** A field `channels.<class>` for each ticked channel. The times are empty without quiet hours. */
function preferencesOf(form: FormData): Record<keyof PreferencesInput, unknown> {
  const text = (name: string) => form.get(name) ?? "";
  const isQuiet = text("quiet") === "on";
  return {
    channels: Object.fromEntries(
      notificationClasses.map((notificationClass) => [
        notificationClass,
        form.getAll(`channels.${notificationClass}`),
      ]),
    ),
    timeZone: text("timeZone"),
    quietFrom: isQuiet ? text("quietFrom") : null,
    quietUntil: isQuiet ? text("quietUntil") : null,
    quietExcept: form.getAll("quietExcept"),
    digest: text("digest"),
    digestAt: text("digestAt") || "09:00",
    whenAway: text("whenAway"),
    hourlyBudget: text("hourlyBudget") === "" ? null : Number(text("hourlyBudget")),
    holdsFloods: text("holdsFloods") === "on",
  };
}

export type PreferencesShown = Awaited<ReturnType<typeof findPreferences>>;

export const preferencesSaving = defineAct({
  name: "preferences/save",
  roles: "everyone",
  refreshes: ["/settings/notifications"],
  perform: async (viewer, form) => {
    const { db, clock } = runtime();
    await savePreferences(db, { viewer, preferences: preferencesOf(form), now: clock() });
  },
});
