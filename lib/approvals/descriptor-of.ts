import type { Database, Transaction } from "#db/client";
import { builtInDescriptor, builtInVersion } from "#lib/descriptors/built-in-descriptor";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest } from "#lib/descriptors/digests";
import { testRequestType } from "#lib/descriptors/test-request-type";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import { requestChanged } from "./decision-errors.ts";

/** Where a descriptor is from: a policy version, or a version of the built-in descriptors. */
export type DescriptorSource = { version: number } | { built_in: number };

/** A descriptor with its source. Undefined for a type that is shown raw. */
export type SourcedDescriptor = { descriptor: Descriptor; source: DescriptorSource } | undefined;

/**
 * The descriptor of an action type under a policy version. A built-in one applies only to a type
 * outside the catalog; test requests have the same words in each workspace. The policy doesn't know
 * built-in descriptors, so that they make no type auto-approvable.
 */
export function descriptorOf(
  { version, catalog }: Pick<LoadedPolicy, "version" | "catalog">,
  type: string,
): SourcedDescriptor {
  const entry = type === testRequestType ? undefined : catalog.get(type);
  const descriptor = entry ? entry.descriptor : builtInDescriptor(type);
  return descriptor && { descriptor, source: entry ? { version } : { built_in: builtInVersion } };
}

/** The live version's descriptor: a corrected description reaches pending requests. */
export async function findLiveDescriptor(
  db: Database | Transaction,
  type: string,
): Promise<SourcedDescriptor> {
  return descriptorOf(await loadPolicy(db, await currentPolicyVersion(db)), type);
}

/** Refuses another descriptor than the statement's. @throws {CountersignError} `request_changed` */
export async function requireCurrentDescriptor(
  db: Database | Transaction,
  {
    request,
    action,
    display,
  }: {
    request: string;
    action: { type: string };
    display: { descriptor?: { digest: string } | undefined };
  },
): Promise<void> {
  const live = await findLiveDescriptor(db, action.type);
  if ((live && descriptorDigest(live.descriptor)) === display.descriptor?.digest) return;
  throw requestChanged(`the description of ${action.type} was changed after the statement of ${request}`);
}
