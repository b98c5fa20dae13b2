import { scopeChoices } from "#app/(console)/policy/draft/scope-choices";
import { policyWords } from "#app/(console)/policy/policy-view";
import { pastAmounts } from "#app/(console)/policy/thresholds/past-amounts";
import { runtime } from "#app/runtime/runtime";
import { measureWords } from "#components/policy/thresholds/threshold-words.ts";
import { readDraft } from "#lib/policy/drafts/draft";
import type { Rule } from "#lib/policy/language/rule";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { thresholdsOf } from "#lib/policy/thresholds/threshold-of-rules";
import type { Viewer } from "#lib/sessions/session";
import { measureOf, newThreshold, thresholdChoice } from "./new-threshold.ts";

/** What the editor of a new threshold needs, or first the choice of its subject. */
export async function loadNewThreshold(viewer: Viewer, query: Record<string, string | undefined>) {
  const draft = await readDraft(runtime().db);
  const choice = thresholdChoice.safeParse(query).data;
  const entry = draft.catalog.find(({ type }) => type === choice?.action);
  const measure = choice && entry && measureOf(choice, entry, currenciesIn(draft.rules, entry.type));
  const words = await policyWords(viewer, draft);
  if (!entry || !measure) {
    const fault =
      entry && "This action type has no amount in a currency. Choose “Number of requests over time”.";
    return { isChosen: false, catalog: words.catalog, action: entry?.type, fault } as const;
  }
  const threshold = newThreshold(entry.type, measure);
  const past = await pastAmounts(viewer, entry, threshold.action, measure);
  return {
    isChosen: true,
    title: `New threshold: ${entry.title}`,
    description: `Outcome by ${measureWords(measure)}. Changes are saved to the draft and go live when you publish.`,
    form: {
      ...{ threshold, actionTitle: entry.title, past, revision: draft.revision },
      choices: await scopeChoices(viewer, words, threshold),
    },
    related: { threshold, rules: draft.rules, words },
  } as const;
}

/** The currencies of existing thresholds for the type, or a guess. */
function currenciesIn(rules: Rule[], action: string): string[] {
  const known = thresholdsOf(rules)
    .filter((threshold) => threshold.action === action)
    .flatMap(({ measure }: { measure: Measure }) =>
      "currencies" in measure ? (measure.currencies ?? []) : [],
    );
  return known.length > 0 ? [...new Set(known)] : ["USD"];
}
