import type { Transaction } from "#db/client";
import type { NotificationClass, PersonalChannel } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import type { Channel, Destination } from "#lib/notifications/channels/channel";
import { afterQuietHours, nextDigest } from "#lib/notifications/channels/due-time";
import type { Preferences } from "#lib/notifications/channels/preferences";
import type { NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";

/** People's destinations in all channels, in one query a channel. */
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
    const digestKey = isDigest ? { digestKey: `${personId}/${channel.id}` } : {};
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
