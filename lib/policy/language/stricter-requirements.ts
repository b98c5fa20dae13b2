import { canonicalJson } from "#lib/json/canonical";
import { mergeRequirements } from "./merge-requirements.ts";
import type { Requirement } from "./requirement.ts";

/**
 * The existing requirements with the stricter parts of `others`; undefined when `others` require
 * nothing more. Never loosens an existing requirement.
 */
export function stricterRequirements(
  existing: Requirement[],
  others: Requirement[],
): Requirement[] | undefined {
  const together = mergeRequirements([...existing, ...others]);
  return sameAs(together, mergeRequirements(existing)) ? undefined : together;
}

function sameAs(one: Requirement[], other: Requirement[]): boolean {
  const text = (requirements: Requirement[]) =>
    requirements
      .map((each) => canonicalJson(each))
      .sort()
      .join();
  return text(one) === text(other);
}
