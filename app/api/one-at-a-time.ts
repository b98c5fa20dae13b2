/**
 * Sends items one after the other, each only once the last one was taken. What comes meanwhile waits, and the same item waits once: a
 * reader who does not read costs no more than one of each.
 */
export function oneAtATime<Item>(send: (item: Item) => Promise<unknown>): (item: Item) => void {
  const waiting = new Set<Item>();
  let isSending = false;

  async function drain(): Promise<void> {
    isSending = true;
    // A set is walked in the order of adding, and on through what is added meanwhile.
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
