import { canonicalJson } from "#lib/json/canonical";
import type { Verdict } from "#lib/policy/engine/verdict";
import { type Requirement, readRequirements } from "#lib/policy/language/requirement";
import { readSafeguards, type Safeguards, stricterSafeguards } from "#lib/policy/language/safeguards";
import type { StandingRow } from "./standing-row.ts";

/** Whom a request asked, and how carefully. */
export interface AskedOf {
  requirements: Requirement[];
  safeguards: Safeguards;
}

/** Whom a stored request asked. */
export function askedOf({
  requirements,
  approvalsRequired,
  safeguards,
}: Pick<StandingRow, "requirements" | "approvalsRequired" | "safeguards">): AskedOf {
  return {
    requirements: readRequirements(requirements, approvalsRequired),
    safeguards: readSafeguards(safeguards),
  };
}

/**
 * Whether policy asks for one person's word, of the same people as of the read request and no more
 * carefully: a standing approval replaces no other approval.
 */
export function asksAsBefore(
  {
    approvalsRequired,
    requirements,
    safeguards,
  }: Pick<Verdict, "approvalsRequired" | "requirements" | "safeguards">,
  read: AskedOf,
): boolean {
  if (approvalsRequired !== 1 || safeguards.numberMatching) return false;
  if (stricterSafeguards(read.safeguards, safeguards)) return false;
  return canonicalJson(read.requirements) === canonicalJson(requirements);
}
