import type { Transaction } from "#db/client";
import { CountersignError } from "#lib/errors";
import type { Confirmer } from "./control-set.ts";
import { countAsTwo } from "./count-as-two.ts";

/**
 * Refuses two confirmations that one person could have given, where two people are required (invariant 18).
 * @throws {CountersignError} `conflict`, with `details.reason` `one_control`
 */
export async function requireTwo(tx: Transaction, one: Confirmer, other: Confirmer): Promise<void> {
  if (await countAsTwo(tx, one, other)) return;
  throw new CountersignError("conflict", `${one.personId} and ${other.personId} could be one person`, {
    userMessage:
      "This takes two people. One of the two passkeys was enrolled through the other admin and isn't confirmed yet, or was removed. Confirm it under Settings, or ask another admin to confirm it on the person's page.",
    details: { reason: "one_control" },
  });
}
