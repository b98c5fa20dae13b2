import type { Transaction } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { type Confirmer, findControlSet } from "./control-set.ts";

/** Refuses two confirmations by one person (invariant 18). @throws {CountersignError} `conflict` */
export async function requireTwo(tx: Transaction, one: Confirmer, other: Confirmer): Promise<void> {
  if (await countAsTwo(tx, one, other)) return;
  throw new CountersignError("conflict", `${one.personId} and ${other.personId} could be one person`, {
    userMessage:
      "These two passkeys could belong to one person, so they don't count as two admins. Ask another admin to confirm the unconfirmed passkey on its person's page, or withdraw the change and propose it with another passkey.",
    details: { reason: "one_control" },
  });
}

/**
 * Whether no single person could have given two confirmations (invariant 18). A passkey enrolled by
 * an admin's link also counts as the admin's, until confirmed. A removed passkey counts by its
 * recorded evidence; without evidence, together with no other passkey.
 */
export async function countAsTwo(tx: Transaction, one: Confirmer, other: Confirmer): Promise<boolean> {
  const [first, second] = [await findControlSet(tx, one), await findControlSet(tx, other)];
  return first !== undefined && second !== undefined && ![...first].some((id) => second.has(id));
}
