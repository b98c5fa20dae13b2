import { runtime } from "#app/runtime/runtime";
import { fact } from "#app/web/forms/confirmed-action";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { namesAddedBy, type Rule } from "#lib/boundary/mapping/engine/read-rule";
import { compareRules, type PlacedRule, type RuleDifference } from "#lib/boundary/mapping/kept/compare-rules";
import { findSharedTypes } from "#lib/boundary/mapping/kept/find-shared-types";
import { storedDocument } from "#lib/boundary/mapping/kept/read-document";
import { refusedNames } from "#lib/policy/action-types/check-params";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import { ruleText } from "./mapping-text.ts";

export function mappingFacts(before: string | null, after: string): { label: string; value: string }[] {
  const rulesOf = (text: string | null) => (text === null ? [] : storedDocument(text).rules);
  return factsOf(compareRules(rulesOf(before), rulesOf(after)));
}

/** Warnings of a review: types shared with other live mappings, and schemas that refuse each call. */
export async function mappingWarnings(change: { boundaryId: string; text: string }) {
  const { db } = runtime();
  const shared = await findSharedTypes(db, change);
  const policy = await loadPolicy(db, await currentPolicyVersion(db));
  const value = shared.map(({ boundary, types }) => `${boundary}: ${types.join(", ")}`).join("\n");
  const sharing = "Rules and totals for these types count the calls of all these boundaries.";
  const refusals = readMapping(JSON.parse(change.text)).rules.flatMap((rule) => {
    const names = refusedNames(policy, rule.type, namesAddedBy(rule));
    return names.length > 0 ? [refusalWords(rule, names)] : [];
  });
  return {
    facts: shared.length > 0 ? [{ label: "Shared types", value }] : [],
    consequences: [...(shared.length > 0 ? [sharing] : []), ...new Set(refusals)],
  };
}

function refusalWords({ type, fixesAudience }: Rule, names: string[]): string {
  const advice = `Add ${names.length > 1 ? "both" : "it"} to the schema${fixesAudience ? "" : ", or give the rule a fixed audience"}.`;
  return `The schema of ${type} doesn't allow ${names.join(" and ")}, so Countersign will reject calls with ${names.length > 1 ? "them" : "it"}. ${advice}`;
}

function factsOf({ added, changed, removed, moved }: RuleDifference) {
  const changes = changed.map((pair) => `${lineOf(pair.after)}\nBefore: ${ruleText(pair.before.rule)}`);
  const moves = moved.map((pair) => `${lineOf(pair.after)}\nBefore: rule ${pair.before.at + 1}`);
  const facts = [
    fact("Added rules", added.map(lineOf).join("\n")),
    fact("Changed rules", changes.join("\n")),
    fact("Removed rules", removed.map(lineOf).join("\n")),
    fact("Moved rules", moves.join("\n")),
  ];
  const shown = facts.filter(({ value }) => value !== "");
  return shown.length === 0 ? [fact("Rules", "None")] : shown;
}

function lineOf({ at, rule }: PlacedRule): string {
  return `${at + 1}. ${ruleText(rule)}`;
}
