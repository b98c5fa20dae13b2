/** Counts what is open at a time under each key, in this process. */
export class Slots {
  private readonly open = new Map<string, number>();

  /**
   * Opens one more under this key.
   * @returns how to close it; undefined when `most` are open already.
   */
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

  /** How many keys have something open: none are left behind. */
  get size(): number {
    return this.open.size;
  }

  private close(key: string): void {
    const left = (this.open.get(key) ?? 1) - 1;
    if (left > 0) this.open.set(key, left);
    else this.open.delete(key);
  }
}
