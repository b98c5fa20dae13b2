import type { Value } from "./attribute.ts";
import { possibleAmong } from "./candidates.ts";
import { type Asked, valueAt } from "./context.ts";
import { type IndexedSlice, type Slice, sliceOf } from "./rule-index.ts";

/**
 * The most distinct narrowings cached for a slice; agents choose the parameters, and must not fill
 * the memory with them.
 */
const mostNarrowings = 256;
/**
 * Parsing up to this number of rules is faster than evaluating a large slice; larger narrowings are
 * rare.
 */
const fewRules = 16;
const mostLarge = 32;

/**
 * Leaves out of a slice the rules for other agents, and rules excluded by one readable value, such
 * as all tiers of a threshold but one. Cedar would find the same, only slower: a decimal comparison
 * costs Cedar more than everything here. A rule that may apply or is indeterminate stays for Cedar.
 */
export function narrow(slice: IndexedSlice, asked: Asked, now: Date): Slice {
  const possible = possibleAmong(slice.candidates, asked.agent, reader(slice, asked, now));
  if (possible.length === slice.rules.size) return slice;
  const key = possible.map(({ rule }) => rule.id).join(" ");
  const known = slice.narrowings.get(key);
  if (!known && possible.length > fewRules && slice.narrowings.size >= mostLarge) return slice;
  const narrower = known ?? sliceOf(possible);
  remember(slice.narrowings, key, narrower);
  return narrower;
}

// The least recently used makes room.
function remember(narrowings: Map<string, Slice>, key: string, narrower: Slice): void {
  narrowings.delete(key);
  narrowings.set(key, narrower);
  const [oldest] = narrowings.keys();
  if (narrowings.size > mostNarrowings && oldest !== undefined) narrowings.delete(oldest);
}

const unread = Symbol("unread");

// Reads each value once, when needed: most rules fail at their first comparison.
function reader({ reads }: Slice, asked: Asked, now: Date): (slot: number) => Value | undefined {
  const values = new Array<Value | undefined | typeof unread>(reads.length).fill(unread);
  return (slot) => {
    const known = values[slot];
    if (known !== unread) return known;
    const read = reads[slot];
    const value = read && valueAt(read, asked, now);
    values[slot] = value;
    return value;
  };
}
