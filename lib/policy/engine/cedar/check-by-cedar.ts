import { channel } from "node:diagnostics_channel";
import type { Rule } from "#lib/policy/language/rule";
import type { Asked } from "../context.ts";
import type { Found } from "../found.ts";
import type { IndexedSlice } from "../rule-index.ts";
import { findByCedar } from "./find-by-cedar.ts";

/**
 * How many asks about an action type Cedar checks: the first, and one of this many. A check costs
 * 14 evaluations by predicates with 10 rules about the type, and 300 with 1,000 (decision 0025). At
 * one of 500, the checks cost an ask on average less than the predicates do. A wrong predicate
 * for a common ask is found in minutes on a busy server.
 */
export const asksPerCheck = 500;

interface FoundIds {
  applying: string[];
  indeterminate: string[];
}

/** A difference between the predicates and Cedar. Nothing an agent wrote but the action type. */
export interface PolicyDifference {
  policyVersion: number;
  actionType: string;
  predicates: FoundIds;
  /** The same by Cedar; undefined when Cedar could not evaluate. */
  cedar: FoundIds | undefined;
  fault: string;
}

/** Where differences are published: a channel of Node, which Next's copy and the server's share. */
export const policyDifferences = channel("countersign.policy-difference");

// The rules about which the two differed, by the digest of their Cedar texts. Apart from the slices,
// which are compiled anew when many versions are read.
const disputed = new Set<string>();

/** What to decide by: with a fault, everything that either of the two found. */
export interface Checked extends Found {
  /** Why the two differ, or why Cedar could not evaluate; an allow is then unsafe. */
  fault?: string;
}

/**
 * Compares the predicates' result with Cedar's, if it is this ask's turn. On a difference the rules
 * of both count, so the outcome is as strict as the stricter of the two; and from then on Cedar
 * checks every ask by the same rules, until they change or the process restarts.
 */
export function checkByCedar(
  found: Found,
  slice: IndexedSlice,
  { ask, now, policyVersion }: { ask: Asked; now: Date; policyVersion: number },
): Checked {
  if (slice.asksUntilCheck > 0) {
    slice.asksUntilCheck -= 1;
    return found;
  }
  const { cedar, fault } = compare(found, () => findByCedar(slice, ask, now));
  if (fault !== undefined) disputed.add(slice.id);
  slice.asksUntilCheck = disputed.has(slice.id) ? 0 : asksPerCheck - 1;
  if (fault === undefined) return found;
  policyDifferences.publish({
    policyVersion,
    actionType: ask.action.type,
    predicates: idsOf(found),
    cedar: cedar && idsOf(cedar),
    fault,
  } satisfies PolicyDifference);
  return { ...together(found, cedar ?? found), fault };
}

function compare(found: Found, judge: () => Found): { cedar?: Found; fault?: string } {
  try {
    const cedar = judge();
    if (isSame(comparable(found), comparable(cedar))) return {};
    return { cedar, fault: `by the predicates ${inWords(found)}; by Cedar ${inWords(cedar)}` };
  } catch (error) {
    return { fault: String(error) };
  }
}

// Where a forbid applies, Cedar does not list the permits. A block in monitor mode is a permit.
function comparable(found: Found): Found {
  const forbidding = found.applying.filter(({ outcome, isMonitored }) => outcome === "block" && !isMonitored);
  return forbidding.length > 0 ? { applying: forbidding, indeterminate: [] } : found;
}

// Both lists are in the order of the slice.
function isSame(one: Found, other: Found): boolean {
  return isSameList(one.applying, other.applying) && isSameList(one.indeterminate, other.indeterminate);
}

function isSameList(one: Rule[], other: Rule[]): boolean {
  return one.length === other.length && one.every((rule, index) => rule === other[index]);
}

function together(one: Found, other: Found): Found {
  const applying = new Set([...one.applying, ...other.applying]);
  const indeterminate = new Set([...one.indeterminate, ...other.indeterminate]);
  return {
    applying: [...applying],
    indeterminate: [...indeterminate].filter((rule) => !applying.has(rule)),
  };
}

function idsOf({ applying, indeterminate }: Found): FoundIds {
  const ids = (rules: Rule[]) => rules.map(({ id }) => id);
  return { applying: ids(applying), indeterminate: ids(indeterminate) };
}

function inWords(found: Found): string {
  const { applying, indeterminate } = idsOf(found);
  return `${applying.join(", ") || "no rule"} applies, ${indeterminate.join(", ") || "no rule"} might`;
}
