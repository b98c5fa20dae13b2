import { policyWords } from "#app/(console)/policy/policy-view";
import { runtime } from "#app/runtime/runtime";
import { readDraft } from "#lib/policy/drafts/draft";
import { listsOf } from "#lib/policy/language/lists";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import type { Viewer } from "#lib/sessions/session";
import { scopeChoices } from "./scope-choices.ts";

/** The data of the editor of a rule in the draft. Undefined without the rule. */
export async function loadRule(viewer: Viewer, id: string) {
  const draft = await readDraft(runtime().db);
  const rule = draft.rules.find((drafted) => drafted.id === id);
  if (!rule) return undefined;
  const words = await policyWords(viewer, draft);
  return {
    form: {
      ...{ rule, revision: draft.revision, usesMore: usesMoreOptions(rule) },
      choices: await scopeChoices(viewer, words, rule),
      lists: listsOf(draft.rules),
    },
    /** The threshold whose tier the rule is. */
    thresholdId: thresholdOf(draft.rules, rule.threshold ?? "")?.id,
  };
}

const blank: Rule = {
  ...{ ...defaults, id: "new", title: "", outcome: "step_up" },
  ...{ actions: [], conditions: [], enabled: true },
};

export async function loadNewRule(viewer: Viewer) {
  const draft = await readDraft(runtime().db);
  const words = await policyWords(viewer, draft);
  return {
    ...{ rule: blank, revision: draft.revision, usesMore: false },
    choices: await scopeChoices(viewer, words, blank),
    lists: listsOf(draft.rules),
  };
}

/** Whether a rule has more than actions, conditions, an outcome and approvers. */
export function usesMoreOptions(rule: Rule): boolean {
  const { resource, audience, agents, labels, hours, expiresAt, isMonitored } = rule;
  const isSet = [resource, audience, agents, labels, hours, expiresAt, isMonitored].some(Boolean);
  const hasSafeguard = rule.numberMatching || rule.readingSeconds !== undefined || rule.allowEdits;
  const isUsual =
    rule.grantTtlSeconds === defaults.grantTtlSeconds &&
    rule.requestTtlSeconds === defaults.requestTtlSeconds;
  return isSet || Boolean(hasSafeguard) || !rule.enabled || !isUsual;
}
