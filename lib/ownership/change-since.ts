import type { ActiveKey } from "#lib/agents/keys/active-keys";
import { canonicalJson } from "#lib/json/canonical";

interface Described {
  ownerId: string;
  ownerEpoch: number;
  name: string;
  labels: string[];
}

/** How a locked agent differs from the signed statement: a signature covers nothing else. */
export function changeSince(read: Described, agent: Described): string | undefined {
  if (agent.ownerId !== read.ownerId || agent.ownerEpoch !== read.ownerEpoch)
    return "has a new owner, or its owner's access changed";
  if (agent.name !== read.name) return "was renamed";
  const isLabelledSo =
    agent.labels.length === read.labels.length && agent.labels.every((label) => read.labels.includes(label));
  return isLabelledSo ? undefined : "has different labels, so different rules may apply";
}

/** Whether the signed keys equal the locked agent's. */
export function sameKeys(read: ActiveKey[], keys: ActiveKey[] | undefined): boolean {
  const text = (list: ActiveKey[]) => list.map((key) => canonicalJson({ ...key })).join();
  return keys !== undefined && text(read) === text(keys);
}
