import { builtInDescriptor, builtInVersion } from "#lib/descriptors/built-in-descriptor";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { testRequestType } from "#lib/descriptors/test-request-type";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";

/** Where a descriptor is from: a policy version, or a version of the built-in descriptors. */
export type DescriptorSource = { version: number } | { built_in: number };

/** A descriptor, and where it is from. Undefined for a type that is shown raw. */
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
