import type { Database, Transaction } from "#db/client";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest } from "#lib/descriptors/digests";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import { requestChanged } from "../decision-errors.ts";
import type { Statement } from "../statement.ts";

/**
 * The descriptor that approvers see an action type by: the live version's, also for a request from an
 * earlier version, so that a corrected description reaches the requests that are pending.
 */
export async function findLiveDescriptor(
  db: Database | Transaction,
  type: string,
): Promise<{ version: number; descriptor: Descriptor | undefined }> {
  const version = await currentPolicyVersion(db);
  return { version, descriptor: (await loadPolicy(db, version)).catalogue.get(type)?.descriptor };
}

/**
 * Refuses a statement that was rendered with another descriptor than the live one. A statement of
 * version 1 names none.
 * @throws {CountersignError} `request_changed`
 */
export async function requireCurrentDescriptor(
  db: Database | Transaction,
  { request, action, display }: Statement,
): Promise<void> {
  if (!display) return;
  const { descriptor } = await findLiveDescriptor(db, action.type);
  if ((descriptor && descriptorDigest(descriptor)) === display.descriptor?.digest) return;
  throw requestChanged(`the description of ${action.type} was changed after the statement of ${request}`);
}
