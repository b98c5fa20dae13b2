import type { Fact } from "#components/forms/action-state.ts";
import { compareRules, type PlacedRule, type RuleDifference } from "#lib/boundary/mappings/compare-rules";
import type { SharedTypes } from "#lib/boundary/mappings/find-shared-types";
import { storedDocument } from "#lib/boundary/mappings/read-document";
import { ruleText } from "./mapping-text.ts";

/** The difference between the live mapping and the next one, complete, for a dialog or a page. */
export function mappingFacts(before: string | null, after: string): { label: string; value: string }[] {
  const rulesOf = (text: string | null) => (text === null ? [] : storedDocument(text).rules);
  return factsOf(compareRules(rulesOf(before), rulesOf(after)));
}

/** The warning of a review about types that other live mappings have too; nothing without any. */
export function sharedTypesWarning(shared: SharedTypes[]) {
  if (shared.length === 0) return { facts: [], consequences: [] };
  const value = shared.map(({ boundary, types }) => `${boundary}: ${types.join(", ")}`).join("\n");
  return {
    facts: [{ label: "Types that other live mappings have too", value }],
    consequences: [
      "Policy's rules and totals for a type that several mappings have count the calls of all their boundaries.",
    ],
  };
}

function factsOf({ added, changed, removed, moved }: RuleDifference) {
  const facts: (Fact & { value: string })[] = [
    { label: "Added rules", value: added.map(lineOf).join("\n") },
    {
      label: "Changed rules",
      value: changed.map((pair) => `${lineOf(pair.after)}\nBefore: ${ruleText(pair.before.rule)}`).join("\n"),
    },
    { label: "Removed rules", value: removed.map(lineOf).join("\n") },
    {
      label: "Moved rules",
      value: moved.map((pair) => `${lineOf(pair.after)}\nBefore: rule ${pair.before.at + 1}`).join("\n"),
    },
  ];
  const shown = facts.filter(({ value }) => value !== "");
  return shown.length === 0 ? [{ label: "Rules", value: "None" }] : shown;
}

function lineOf({ at, rule }: PlacedRule): string {
  return `${at + 1}. ${ruleText(rule)}`;
}
