import { scopeChoices } from "#app/(console)/policy/draft/scope-choices";
import { policyWords } from "#app/(console)/policy/policy-view";
import { runtime } from "#app/runtime/runtime";
import { measureWords } from "#components/policy/thresholds/threshold-words.ts";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { type Draft, readDraft } from "#lib/policy/drafts/draft";
import { listsOf } from "#lib/policy/language/lists";
import type { Measure, Threshold } from "#lib/policy/thresholds/threshold";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import { amountDistribution } from "#lib/requests/amount-distribution";
import type { Viewer } from "#lib/sessions/session";

/** The data of the editor of a threshold in the draft. Undefined without the threshold. */
export async function loadThreshold(viewer: Viewer, id: string) {
  const draft = await readDraft(runtime().db);
  const threshold = thresholdOf(draft.rules, id);
  if (!threshold) return undefined;
  const editor = await thresholdEditor(viewer, draft, threshold);
  return { title: `Threshold: ${editor.form.actionTitle}`, ...editor };
}

/** The editor's data without the title, for a threshold in the draft or a new threshold. */
export async function thresholdEditor(viewer: Viewer, draft: Draft, threshold: Threshold) {
  const { action, measure } = threshold;
  const entry = draft.catalog.find(({ type }) => type === action);
  const [words, past] = await Promise.all([
    policyWords(viewer, draft),
    pastAmounts(viewer, entry, action, measure),
  ]);
  return {
    description: `Outcome by ${measureWords(measure)}. Changes are saved to the draft and go live when you publish.`,
    form: {
      ...{ threshold, actionTitle: entry?.title ?? action, past, revision: draft.revision },
      choices: await scopeChoices(viewer, words, threshold),
      lists: listsOf(draft.rules),
    },
    related: { threshold, rules: draft.rules, words },
  };
}

/** The measured values of past requests. Undefined when requests do not store the measure. */
async function pastAmounts(viewer: Viewer, entry: ActionType | undefined, action: string, measure: Measure) {
  if (!isStored(entry, measure)) return undefined;
  const { db, clock } = runtime();
  const past = await amountDistribution(db, { viewer, action, measure, now: clock() });
  const most = Math.max(0, ...past.distributions.map(({ buckets }) => buckets.at(-1)?.upTo ?? 0));
  const day = past.since.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
  return { ...past, most, sinceWords: day };
}

// Of an action's parameters, requests store only the catalog's amount parameter.
function isStored(entry: ActionType | undefined, measure: Measure): boolean {
  if (measure.kind === "total") return true;
  return entry?.amountParam === (measure.kind === "amount" ? measure.amount : measure.param);
}
