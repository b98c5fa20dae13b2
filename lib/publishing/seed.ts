import type { Transaction } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { projectCatalog } from "#lib/policy/action-types/action-type";
import {
  defaultCatalog,
  defaultOutcome,
  defaultRules,
  defaultUnclassified,
} from "#lib/policy/versions/defaults";
import { insertVersion } from "#lib/policy/versions/insert-version";

/** A new workspace's action types and rules, as version 1. @throws `conflict` with a policy already there */
export async function seedPolicy(tx: Transaction, now: Date): Promise<void> {
  const digest = await insertVersion(tx, {
    version: 1,
    rules: defaultRules,
    defaultOutcome,
    unclassified: defaultUnclassified,
    catalog: defaultCatalog,
    actor: { type: "system", id: "set-up" },
    now,
  });
  if (digest === undefined)
    throw new CountersignError("conflict", "there is a policy already", {
      userMessage: "A policy already exists.",
    });
  await projectCatalog(tx, defaultCatalog);
}
