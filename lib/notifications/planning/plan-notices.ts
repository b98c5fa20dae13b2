import type { Transaction } from "#db/client";
import { findUnseen } from "#lib/notices/list-notices";
import { noticeKinds } from "#lib/notices/notice-kinds";
import type { Channel } from "#lib/notifications/channels/channel";
import { defaultPreferences, loadPreferences } from "#lib/notifications/channels/preferences";
import type { NewDelivery } from "#lib/notifications/deliveries/insert-deliveries";
import { addressTo, openAddressBook } from "./address.ts";
import type { DueEvent } from "./load-events.ts";

/** The messages of unseen notices that still apply. */
export async function planNotices(
  tx: Transaction,
  events: DueEvent[],
  { channels, now }: { channels: readonly Channel[]; now: Date },
): Promise<NewDelivery[]> {
  const eventOf = new Map(events.flatMap((event) => (event.noticeId ? [[event.noticeId, event]] : [])));
  if (eventOf.size === 0) return [];
  const unseen = await findUnseen(tx, { noticeIds: [...eventOf.keys()], now });
  const personIds = [...new Set(unseen.map(({ personId }) => personId))];
  const preferences = await loadPreferences(tx, personIds);
  const book = await openAddressBook(tx, channels, personIds);
  return unseen.flatMap(({ id, personId, kind, requestId, agentId, deviceId }) => {
    const event = eventOf.get(id);
    if (!event) return [];
    const addressed = {
      notificationClass: noticeKinds[kind].isUrgent ? ("critical" as const) : ("account" as const),
      preferences: noticeKinds[kind].isForEveryChannel ? defaultPreferences : preferences(personId),
      // Not to the device itself: a thief would see the warning.
      destinations: book.destinationsOf(personId).filter(({ to }) => to.destination !== deviceId),
      ...{ expiresAt: undefined, now },
    };
    const of = { notificationId: event.id, kind, noticeId: id, requestId, agentId };
    return addressTo(personId, addressed).map((message) => ({ ...of, ...message }));
  });
}
