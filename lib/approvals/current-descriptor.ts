import type { Database, Transaction } from "#db/client";
import { descriptorDigest } from "#lib/descriptors/digests";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import { requestChanged } from "./decision-errors.ts";
import { descriptorOf, type SourcedDescriptor } from "./descriptor-of.ts";
import type { Statement } from "./statement.ts";

/**
 * The descriptor that approvers see an action type by: the live version's, also for a request from an
 * earlier version, so that a corrected description reaches the requests that are pending.
 */
export async function findLiveDescriptor(
  db: Database | Transaction,
  type: string,
): Promise<SourcedDescriptor> {
  return descriptorOf(await loadPolicy(db, await currentPolicyVersion(db)), type);
}

/**
 * Refuses a statement that was rendered with another descriptor than the live one.
 * @throws {CountersignError} `request_changed`
 */
export async function requireCurrentDescriptor(
  db: Database | Transaction,
  { request, action, display }: Statement,
): Promise<void> {
  const live = await findLiveDescriptor(db, action.type);
  if ((live && descriptorDigest(live.descriptor)) === display.descriptor?.digest) return;
  throw requestChanged(`the description of ${action.type} was changed after the statement of ${request}`);
}
