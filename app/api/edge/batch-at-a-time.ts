/** Items that are sent together, once the batch before them was taken. */
export interface Batches<Item> {
  add(item: Item): void;
  /** Whether items wait for the batch before them. */
  isWaiting(): boolean;
}

/**
 * Sends items in batches, each once the previous batch was taken. Items added during a send wait,
 * and equal items wait only once: a reader that does not read costs at most one entry for each
 * distinct item.
 */
export function batchAtATime<Item>(send: (items: Item[]) => Promise<unknown>): Batches<Item> {
  const waiting = new Set<Item>();
  let isSending = false;

  async function drain(): Promise<void> {
    isSending = true;
    while (waiting.size > 0) {
      const items = [...waiting];
      waiting.clear();
      await send(items);
    }
    isSending = false;
  }

  return {
    add(item) {
      waiting.add(item);
      if (!isSending) void drain();
    },
    isWaiting: () => waiting.size > 0,
  };
}
