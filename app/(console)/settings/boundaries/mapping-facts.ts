import type { Fact } from "#components/forms/action-state.ts";
import { compareRules, type PlacedRule, type RuleDifference } from "#lib/boundary/mappings/compare-rules";
import { storedDocument } from "#lib/boundary/mappings/read-document";
import { ruleText } from "./mapping-text.ts";

/** The difference between the live mapping and the next one, complete, for a dialog or a page. */
export function mappingFacts(before: string | null, after: string): { label: string; value: string }[] {
  const rulesOf = (text: string | null) => (text === null ? [] : storedDocument(text).rules);
  return factsOf(compareRules(rulesOf(before), rulesOf(after)));
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
