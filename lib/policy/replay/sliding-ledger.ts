interface Entry {
  /** When the entry stops counting, in milliseconds since the epoch. */
  end: number;
  key: string;
  value: bigint;
}

/** Sums by key at moments that go forward. Entries leave by their ends, from a heap. */
export class SlidingLedger {
  readonly #sums = new Map<string, bigint>();
  readonly #heap: Entry[] = [];

  add(key: string, value: bigint, end: number): void {
    this.#sums.set(key, (this.#sums.get(key) ?? 0n) + value);
    this.#push({ end, key, value });
  }

  sumAt(key: string, at: number): bigint {
    for (let first = this.#heap[0]; first && first.end <= at; first = this.#heap[0]) {
      this.#pop();
      const rest = (this.#sums.get(first.key) ?? 0n) - first.value;
      if (rest === 0n) this.#sums.delete(first.key);
      else this.#sums.set(first.key, rest);
    }
    return this.#sums.get(key) ?? 0n;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above] as Entry;
      if (parent.end <= entry.end) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Entry).end < (heap[child] as Entry).end) child += 1;
      const earlier = heap[child] as Entry;
      if (earlier.end >= last.end) break;
      heap[place] = earlier;
      place = child;
    }
    heap[place] = last;
  }
}
