/**
 * Sends items one after the other, each once the previous item was taken. Items added during a send
 * wait, and equal items wait only once: a reader that does not read costs at most one entry for
 * each distinct item.
 */
export function oneAtATime<Item>(send: (item: Item) => Promise<unknown>): (item: Item) => void {
  const waiting = new Set<Item>();
  let isSending = false;

  async function drain(): Promise<void> {
    isSending = true;
    // A set iterates in insertion order and includes items added during the iteration.
    for (const item of waiting) {
      waiting.delete(item);
      await send(item);
    }
    isSending = false;
  }

  return (item) => {
    waiting.add(item);
    if (!isSending) void drain();
  };
}
