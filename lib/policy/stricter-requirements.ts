import { canonicalJson } from "#lib/canonical";
import { mergeRequirements } from "./merge-requirements.ts";
import type { Requirement } from "./requirement.ts";

/**
 * The requirements that stand together with what others ask beyond them; undefined when those ask for nothing more. Nothing that stands is
 * ever loosened.
 */
export function stricterRequirements(
  standing: Requirement[],
  others: Requirement[],
): Requirement[] | undefined {
  const together = mergeRequirements([...standing, ...others]);
  return sameAs(together, mergeRequirements(standing)) ? undefined : together;
}

function sameAs(one: Requirement[], other: Requirement[]): boolean {
  const text = (requirements: Requirement[]) =>
    requirements
      .map((each) => canonicalJson(each))
      .sort()
      .join();
  return text(one) === text(other);
}
