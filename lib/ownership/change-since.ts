import type { ActiveKey } from "#lib/agents/keys/active-keys";
import { canonicalJson } from "#lib/canonical";

/** An agent's state: its owner, its name and its labels, which rules target. */
interface Described {
  ownerId: string;
  ownerEpoch: number;
  name: string;
  labels: string[];
}

/**
 * Describes how a locked agent differs from what a person read and signed: a signature covers
 * nothing else.
 */
export function changeSince(read: Described, agent: Described): string | undefined {
  if (agent.ownerId !== read.ownerId || agent.ownerEpoch !== read.ownerEpoch)
    return "has a new owner, or its owner's access changed";
  if (agent.name !== read.name) return "was renamed";
  const isLabelledSo =
    agent.labels.length === read.labels.length && agent.labels.every((label) => read.labels.includes(label));
  return isLabelledSo ? undefined : "has different labels, so different rules may apply";
}

/** Whether the keys that a person signed for equal those of the locked agent. */
export function sameKeys(read: ActiveKey[], keys: ActiveKey[] | undefined): boolean {
  const text = (list: ActiveKey[]) => list.map((key) => canonicalJson({ ...key })).join();
  return keys !== undefined && text(read) === text(keys);
}
