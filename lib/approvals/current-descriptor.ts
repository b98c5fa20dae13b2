import type { Database, Transaction } from "#db/client";
import { descriptorDigest } from "#lib/descriptors/digests";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import { requestChanged } from "./decision-errors.ts";
import { descriptorOf, type SourcedDescriptor } from "./descriptor-of.ts";
import type { Statement } from "./statement.ts";

/** The live version's descriptor: a corrected description reaches pending requests. */
export async function findLiveDescriptor(
  db: Database | Transaction,
  type: string,
): Promise<SourcedDescriptor> {
  return descriptorOf(await loadPolicy(db, await currentPolicyVersion(db)), type);
}

/**
 * Refuses a statement rendered with another descriptor. @throws {CountersignError}
 * `request_changed`
 */
export async function requireCurrentDescriptor(
  db: Database | Transaction,
  { request, action, display }: Statement,
): Promise<void> {
  const live = await findLiveDescriptor(db, action.type);
  if ((live && descriptorDigest(live.descriptor)) === display.descriptor?.digest) return;
  throw requestChanged(`the description of ${action.type} was changed after the statement of ${request}`);
}
