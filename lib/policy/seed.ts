import type { Transaction } from "#db/client";
import { actionTypes } from "#db/schema/policy";
import { CountersignError } from "#lib/errors";
import { defaultCatalogue, defaultOutcome, defaultRules } from "./defaults.ts";
import { insertVersion } from "./insert-version.ts";

/**
 * Gives a new workspace its action catalogue and publishes the default rules as version 1.
 * @throws {CountersignError} `conflict` when there is a policy already.
 */
export async function seedPolicy(tx: Transaction, now: Date): Promise<void> {
  await tx.insert(actionTypes).values(defaultCatalogue);
  const digest = await insertVersion(tx, {
    version: 1,
    rules: defaultRules,
    defaultOutcome,
    catalogue: defaultCatalogue,
    actor: { type: "system", id: "set-up" },
    now,
  });
  if (digest === undefined) throw new CountersignError("conflict", "there is a policy already");
}
