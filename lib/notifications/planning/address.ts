import { Temporal } from "temporal-polyfill";
import type { Transaction } from "#db/client";
import type { NotificationClass, PersonalChannel } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import type { Channel, Destination } from "#lib/notifications/channels/channel";
import type { Preferences } from "#lib/notifications/channels/preferences";
import type { NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";

export interface AddressBook {
  destinationsOf(personId: string): { channel: Channel; to: Destination }[];
}

/** Reads people's destinations, in the order of the channels. */
export async function openAddressBook(
  tx: Transaction,
  channels: readonly Channel[],
  personIds: string[],
): Promise<AddressBook> {
  const known = new Map<string, { channel: Channel; to: Destination }[]>();
  for (const channel of channels) {
    for (const to of await channel.destinationsOf(tx, personIds)) {
      if (to.personId === undefined) continue;
      known.set(to.personId, [...(known.get(to.personId) ?? []), { channel, to }]);
    }
  }
  return { destinationsOf: (personId) => known.get(personId) ?? [] };
}

/** A mail waits this long when a device rings immediately: a quick decision withdraws the mail. */
const mailDelaySeconds = 120;

export interface Addressed {
  notificationClass: NotificationClass;
  preferences: Preferences;
  destinations: { channel: Channel; to: Destination }[];
  expiresAt: Date | undefined;
  now: Date;
}

type Timed = Pick<NewDelivery, "channel" | "destination" | "receiver" | "dueAt" | "digestKey" | "personId">;

/**
 * The messages of one notification to one person: in the channels the person chose for the class,
 * after quiet hours, and with the next digest where the person wants one. A message that would come
 * after `expiresAt` is left out; a digest that would, is sent alone.
 * @returns none for a person without a channel that reaches them in time.
 */
export function addressTo(personId: string, addressed: Addressed): Timed[] {
  const { notificationClass, preferences, destinations, expiresAt, now } = addressed;
  const chosen = preferences.channels[notificationClass];
  const reached = destinations.filter(({ channel }) => chosen.includes(channel.id as PersonalChannel));
  const awake = afterQuietHours(preferences, notificationClass, now);
  const isInTime = (at: Date) => expiresAt === undefined || at < expiresAt;
  const digestAt = notificationClass === "routine" ? nextDigest(preferences, awake) : awake;
  const isDigest = digestAt > awake && isInTime(digestAt);
  const isRung = reached.some(({ channel }) => channel.id !== "mail");
  return reached.flatMap(({ channel, to }) => {
    const delay = channel.id === "mail" && isRung && !isDigest ? mailDelaySeconds : 0;
    const delayed = addSeconds(isDigest ? digestAt : awake, delay);
    const dueAt = isInTime(delayed) ? delayed : awake;
    if (!isInTime(dueAt)) return [];
    const digestKey = isDigest ? { digestKey: `${personId}/${channel.id}/${to.destination}` } : {};
    return [
      {
        channel: channel.id,
        destination: to.destination,
        receiver: to.receiver,
        personId,
        dueAt,
        ...digestKey,
      },
    ];
  });
}

type Quiet = Pick<Preferences, "timeZone" | "quietFrom" | "quietUntil" | "quietExcept">;

/**
 * When a notification of this class may reach the person: now, or at the end of the quiet hours that
 * `now` falls into. Quiet hours are local times: on the day of a change of summer time they are an
 * hour shorter or longer, and a local time that is skipped or repeated counts as Temporal's
 * "compatible" reading, the later offset for a gap and the first for a repetition.
 */
export function afterQuietHours(quiet: Quiet, notificationClass: NotificationClass, now: Date): Date {
  const { quietFrom, quietUntil, quietExcept, timeZone } = quiet;
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return now;
  if (quietExcept.includes(notificationClass)) return now;
  const local = localTime(now, timeZone);
  const from = Temporal.PlainTime.from(quietFrom);
  const until = Temporal.PlainTime.from(quietUntil);
  const time = local.toPlainTime();
  const isAfterStart = Temporal.PlainTime.compare(time, from) >= 0;
  const isBeforeEnd = Temporal.PlainTime.compare(time, until) < 0;
  const isOvernight = Temporal.PlainTime.compare(from, until) > 0;
  if (isOvernight ? !isAfterStart && !isBeforeEnd : !isAfterStart || !isBeforeEnd) return now;
  const endsToday = !isOvernight || isBeforeEnd;
  const day = local.toPlainDate().add({ days: endsToday ? 0 : 1 });
  return instant(day, until, timeZone);
}

/** The end of the person's current digest period: the next full hour, or the next `digestAt`. */
export function nextDigest(
  { digest, digestAt, timeZone }: Pick<Preferences, "digest" | "digestAt" | "timeZone">,
  now: Date,
): Date {
  if (digest === "off") return now;
  const local = localTime(now, timeZone);
  if (digest === "hourly") {
    const hour = local.round({ smallestUnit: "hour", roundingMode: "floor" }).add({ hours: 1 });
    return new Date(hour.epochMilliseconds);
  }
  const at = Temporal.PlainTime.from(digestAt);
  const isOver = Temporal.PlainTime.compare(local.toPlainTime(), at) >= 0;
  return instant(local.toPlainDate().add({ days: isOver ? 1 : 0 }), at, timeZone);
}

function localTime(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

function instant(day: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds);
}
