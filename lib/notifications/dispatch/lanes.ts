import { setMaxListeners } from "node:events";
import type { Database } from "#db/client";
import type { Clock } from "#lib/kernel/clock";
import type { Channel } from "#lib/notifications/channels/channel";
import { claimDeliveries, paceReceivers } from "#lib/notifications/deliveries/claim-deliveries";
import { deliver, groupByDigest, recordBroken } from "./deliver.ts";
import { loadContext } from "./load-context.ts";

/** This process's messages on their way, in a lane for each channel. */
export interface Lanes {
  /** Claims due messages for the channel's free places, and starts sending. */
  fill(channel: Channel): Promise<void>;
  /** Waits for messages on their way, and cuts off slow messages. */
  drain(): Promise<void>;
}

export interface LanesOptions {
  db: Database;
  channels: readonly Channel[];
  clock: Clock;
  origin: string;
  onError: (error: unknown, about: string) => void;
}

/** How long a stopping process waits for a message. */
const graceMilliseconds = 2000;

/** @param onFree called when a place of a lane is free again. */
export function openLanes(options: LanesOptions, onFree: () => void): Lanes {
  const { db, channels, clock, onError } = options;
  const cutting = new AbortController();
  // Every message on its way listens to the signal: many listeners are no leak.
  setMaxListeners(0, cutting.signal);
  const underWay = new Set<Promise<void>>();
  const inLane = new Map(channels.map(({ id }) => [id, 0]));

  function start(channel: Channel, work: () => Promise<void>): void {
    inLane.set(channel.id, (inLane.get(channel.id) ?? 0) + 1);
    const sending = work()
      .catch(report(channel))
      .finally(() => {
        inLane.set(channel.id, (inLane.get(channel.id) ?? 0) - 1);
        underWay.delete(sending);
        onFree();
      });
    underWay.add(sending);
  }

  function report({ id }: Channel): (error: unknown) => undefined {
    return (error) => {
      onError(error, `delivering through ${id} failed`);
      return undefined;
    };
  }

  return {
    async fill(channel) {
      const { id, limits } = channel;
      const most = limits.together - (inLane.get(id) ?? 0);
      if (most <= 0) return;
      const { perReceiver, perGroup, perSecond } = limits;
      const wanted = { channel: id, most, perReceiver, perGroup, now: clock() };
      const claims = await claimDeliveries(db, wanted);
      if (claims.length === 0) return;
      if (perSecond) await paceReceivers(db, claims, { perSecond, now: wanted.now }).catch(report(channel));
      const delivering = { ...options, channel, signal: cutting.signal, onError: report(channel) };
      const context = await loadContext(db, claims, clock()).catch(report(channel));
      if (!context) return recordBroken(claims, delivering);
      for (const group of groupByDigest(claims)) start(channel, () => deliver(group, context, delivering));
    },
    async drain() {
      const grace = setTimeout(() => cutting.abort(), graceMilliseconds);
      await Promise.all(underWay);
      clearTimeout(grace);
    },
  };
}
