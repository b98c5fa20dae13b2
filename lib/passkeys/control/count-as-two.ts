import type { Transaction } from "#db/client";
import { type Confirmer, findControlSet } from "./control-set.ts";

/**
 * Whether no single person could have given two confirmations (invariant 18). A passkey enrolled by
 * an admin's link also counts as the admin's, until confirmed. A removed passkey counts by its
 * recorded evidence; without evidence, together with no other passkey.
 */
export async function countAsTwo(tx: Transaction, one: Confirmer, other: Confirmer): Promise<boolean> {
  const [first, second] = [await findControlSet(tx, one), await findControlSet(tx, other)];
  return first !== undefined && second !== undefined && ![...first].some((id) => second.has(id));
}
