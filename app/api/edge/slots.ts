/** Counts the open slots of each key, in this process. */
export class Slots {
  private readonly open = new Map<string, number>();

  /** Opens a slot of a key. Returns how to close the slot; undefined when `most` are open. */
  claim(key: string, most: number): (() => void) | undefined {
    const count = this.open.get(key) ?? 0;
    if (count >= most) return undefined;
    this.open.set(key, count + 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.close(key);
      isOpen = false;
    };
  }

  /** The number of keys with open slots: a key without slots is removed. */
  get size(): number {
    return this.open.size;
  }

  private close(key: string): void {
    const left = (this.open.get(key) ?? 1) - 1;
    if (left > 0) this.open.set(key, left);
    else this.open.delete(key);
  }
}
