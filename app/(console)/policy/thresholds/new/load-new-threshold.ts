import { policyWords } from "#app/(console)/policy/policy-view";
import { runtime } from "#app/runtime/runtime";
import { readDraft } from "#lib/policy/drafts/draft";
import type { Rule } from "#lib/policy/language/rule";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { thresholdsOf } from "#lib/policy/thresholds/threshold-of-rules";
import type { Viewer } from "#lib/sessions/session";
import { thresholdEditor } from "../load-threshold.ts";
import { measureOf, newThreshold, thresholdChoice } from "./new-threshold.ts";

/** The data of a new threshold's editor, or first of the choice of a subject. */
export async function loadNewThreshold(viewer: Viewer, query: Record<string, string | undefined>) {
  const draft = await readDraft(runtime().db);
  const choice = thresholdChoice.safeParse(query).data;
  const entry = draft.catalog.find(({ type }) => type === choice?.action);
  const measure = choice && entry && measureOf(choice, entry, currenciesIn(draft.rules, entry.type));
  if (!entry || !measure) {
    const fault =
      entry && "This action type has no amount in a currency. Choose “Number of requests over time”.";
    const { catalog } = await policyWords(viewer, draft);
    return { isChosen: false, catalog, action: entry?.type, fault } as const;
  }
  const editor = await thresholdEditor(viewer, draft, newThreshold(entry.type, measure));
  return { isChosen: true, title: `New threshold: ${entry.title}`, ...editor } as const;
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
