import { scopeChoices } from "#app/(console)/policy/draft/scope-choices";
import { policyWords } from "#app/(console)/policy/policy-view";
import { runtime } from "#app/runtime/runtime";
import { measureWords } from "#components/policy/thresholds/threshold-words.ts";
import { readDraft } from "#lib/policy/drafts/draft";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import type { Viewer } from "#lib/sessions/session";
import { pastAmounts } from "./past-amounts.ts";

/** What the editor of one of the draft's thresholds needs; undefined without such a threshold. */
export async function loadThreshold(viewer: Viewer, id: string) {
  const draft = await readDraft(runtime().db);
  const threshold = thresholdOf(draft.rules, id);
  if (!threshold) return undefined;
  const entry = draft.catalog.find(({ type }) => type === threshold.action);
  const [words, past] = await Promise.all([
    policyWords(viewer, draft),
    pastAmounts(viewer, entry, threshold.action, threshold.measure),
  ]);
  const actionTitle = entry?.title ?? threshold.action;
  return {
    title: `Threshold: ${actionTitle}`,
    description: `Outcome by ${measureWords(threshold.measure)}. Changes are saved to the draft and go live when you publish.`,
    form: {
      ...{ threshold, actionTitle, past, revision: draft.revision },
      choices: await scopeChoices(viewer, words, threshold),
    },
    related: { threshold, rules: draft.rules, words },
  };
}
