import type pg from "pg";
import type { Database } from "#db/client";
import { primaryClient } from "#db/primary/primary-client";
import { ChangeLog } from "./change-log.ts";
import { type EventHub, notify, type Topic } from "./hub.ts";

const channel = "countersign";
const coalesceMs = 20;
const reconnectMs = 250;
const closeMs = 1000;

export interface EventHubOptions {
  url: string;
  /** For announcements, which go out through the pool. */
  db: Database;
  onError?: (error: unknown) => void;
}

/**
 * Opens the process's listening connection. After a lost connection every subscriber is woken: a
 * message may be missed, and the row has the current state.
 */
export function openEventHub({ url, db, onError = () => {} }: EventHubOptions): EventHub {
  const listeners = new Map<Topic, Set<() => void>>();
  const pending = new Set<Topic>();
  const changes = new ChangeLog();
  const Client = primaryClient(url);
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function wake(topic: Topic): void {
    for (const listener of [...(listeners.get(topic) ?? [])]) listener();
  }

  async function connect(): Promise<void> {
    const next = new Client({ application_name: "countersign-events", keepAlive: true });
    client = next;
    next.on("notification", ({ payload = "" }) => {
      changes.record(payload);
      wake(payload as Topic);
    });
    next.on("error", onError);
    next.on("end", () => {
      if (!isClosed) setTimeout(connect, reconnectMs);
    });
    try {
      await next.connect();
      if (isClosed) return await next.end();
      await next.query(`listen ${channel}`);
      changes.restart();
      for (const topic of [...listeners.keys()]) wake(topic);
    } catch (error) {
      onError(error);
      await next.end().catch(onError);
    }
  }

  function flush(): void {
    timer = undefined;
    void notify(db, ...pending);
    pending.clear();
  }

  void connect();
  return {
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(topic) === set) listeners.delete(topic);
      };
    },
    announce(topic) {
      pending.add(topic);
      timer ??= setTimeout(flush, coalesceMs);
    },
    lastId: () => changes.lastId(),
    changedSince: (id, topics) => changes.changedSince(id, topics),
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      // A server that doesn't answer doesn't end the connection either.
      const giveUp = setTimeout(() => client?.connection.stream.destroy(), closeMs);
      await client?.end().catch(onError);
      clearTimeout(giveUp);
    },
  };
}
