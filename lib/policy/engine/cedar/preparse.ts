import { preparsePolicySet } from "@cedar-policy/cedar-wasm/nodejs";

/** A Cedar policy set, under a name derived from its content: a name means one set. */
export interface PolicyTexts {
  id: string;
  policies: Record<string, string>;
}

// Cedar stores parsed policy sets inside its WebAssembly instance and offers no way to remove a
// set: the least recently used is overwritten with an empty set. This record must be as global as
// its instance. Next's copy of this file may share the instance with server.ts or have its own:
// hence one record per instance, identified by the instance's function.
const slot = Symbol.for("countersign.prepared");
const shared = globalThis as { [slot]?: WeakMap<object, Prepared> };
/** Parsed, a policy takes about 17 times the memory of its text. */
const mostCharacters = 4_000_000;
const mostSets = 1024;

interface Prepared {
  /** How long the text of each set is, the most recently used last. */
  lengths: Map<string, number>;
  characters: number;
}

/** Makes Cedar parse these policies, once. @throws {Error} with Cedar's messages */
export function prepare({ id, policies }: PolicyTexts): void {
  const prepared = preparedHere();
  const known = prepared.lengths.get(id);
  if (known !== undefined) {
    prepared.lengths.delete(id);
    prepared.lengths.set(id, known);
    return;
  }
  const answer = preparsePolicySet(id, { staticPolicies: policies });
  if (answer.type === "failure") throw new Error(answer.errors.map((error) => error.message).join("; "));
  const length = Object.values(policies).reduce((sum, text) => sum + text.length, 0);
  prepared.lengths.set(id, length);
  prepared.characters += length;
  makeRoom(prepared, id);
}

function makeRoom(prepared: Prepared, newest: string): void {
  for (const [oldest, length] of prepared.lengths) {
    const fits = prepared.lengths.size <= mostSets && prepared.characters <= mostCharacters;
    if (fits || oldest === newest) return;
    preparsePolicySet(oldest, { staticPolicies: {} });
    prepared.lengths.delete(oldest);
    prepared.characters -= length;
  }
}

function preparedHere(): Prepared {
  shared[slot] ??= new WeakMap();
  const prepared = shared[slot].get(preparsePolicySet) ?? { lengths: new Map(), characters: 0 };
  shared[slot].set(preparsePolicySet, prepared);
  return prepared;
}
