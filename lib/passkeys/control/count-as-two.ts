import type { Transaction } from "#db/client";
import { type Confirmer, findControlSet } from "./control-set.ts";

/**
 * Whether two confirmations count as those of two people (invariant 18): no one could have given
 * both. A passkey that an admin's link enrolled counts as that admin's as well, until it is
 * confirmed. A removed passkey counts by what the evidence recorded of it, and without a record it
 * counts together with no other.
 */
export async function countAsTwo(tx: Transaction, one: Confirmer, other: Confirmer): Promise<boolean> {
  const [first, second] = [await findControlSet(tx, one), await findControlSet(tx, other)];
  return first !== undefined && second !== undefined && ![...first].some((id) => second.has(id));
}
