import { canonicalJson } from "#lib/json/canonical";
import { mergeRequirements } from "./merge-requirements.ts";
import type { Requirement } from "./requirement.ts";

/** The requirements made stricter by `others`, never looser; undefined when nothing more is required. */
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
