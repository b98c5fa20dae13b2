import { preparsePolicySet } from "@cedar-policy/cedar-wasm/nodejs";

/** A Cedar policy set under a name made of its content, so that a name can never stand for other policies. */
export interface PolicyTexts {
  id: string;
  policies: Record<string, string>;
}

// Cedar keeps parsed policy sets inside its WebAssembly instance and offers no way to remove one: the least recently used
// is overwritten with an empty set. This record has to be as global as the instance it describes, and Next's copy of this file
// may share the instance with server.ts's or have its own: hence one record per instance, told apart by its function.
const slot = Symbol.for("countersign.prepared");
const holder = globalThis as { [slot]?: WeakMap<object, Set<string>> };
const mostPrepared = 256;

/**
 * Sees to it that Cedar has parsed these policies.
 * @throws {Error} with Cedar's messages when it cannot.
 */
export function prepare({ id, policies }: PolicyTexts): void {
  const prepared = preparedHere();
  if (prepared.delete(id)) {
    prepared.add(id);
    return;
  }
  const answer = preparsePolicySet(id, { staticPolicies: policies });
  if (answer.type === "failure") throw new Error(answer.errors.map((error) => error.message).join("; "));
  prepared.add(id);
  const [oldest] = prepared;
  if (prepared.size <= mostPrepared || oldest === undefined) return;
  preparsePolicySet(oldest, { staticPolicies: {} });
  prepared.delete(oldest);
}

function preparedHere(): Set<string> {
  holder[slot] ??= new WeakMap();
  const prepared = holder[slot].get(preparsePolicySet) ?? new Set<string>();
  holder[slot].set(preparsePolicySet, prepared);
  return prepared;
}
