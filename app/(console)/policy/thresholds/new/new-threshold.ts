import { z } from "zod";
import { policyWords } from "#app/(console)/policy/policy-view";
import { runtime } from "#app/runtime/runtime";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { readDraft } from "#lib/policy/drafts/draft";
import { defaults, type Rule } from "#lib/policy/language/rule";
import type { Measure, Threshold, Tier } from "#lib/policy/thresholds/threshold";
import { thresholdsOf } from "#lib/policy/thresholds/threshold-of-rules";
import type { Viewer } from "#lib/sessions/session";
import { thresholdEditor } from "../load-threshold.ts";

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

/** The subject of a new threshold, from the URL. */
export const thresholdChoice = z.object({
  action: z.string(),
  measure: z.enum(["request", "sum", "count", "repeat"]).default("request"),
  per: z.enum(["agent", "resource", "owner"]).default("agent"),
  window: z.enum(["1h", "24h", "7d"]).default("24h"),
});

export type ThresholdChoice = z.output<typeof thresholdChoice>;

/** The measure of a threshold. Undefined without the parameter in the action type. */
function measureOf({ measure, per, window }: ThresholdChoice, entry: ActionType, currencies: string[]) {
  const { amountParam: amount, currencyParam: currency } = entry;
  if (measure === "repeat") return { kind: "total", of: "count", per: "action", window } satisfies Measure;
  if (measure === "count") return { kind: "total", of: "count", per, window } satisfies Measure;
  if (amount === null) return undefined;
  if (measure === "sum")
    return currency === null
      ? undefined
      : ({ kind: "total", of: "sum", per, window, currencies } satisfies Measure);
  return currency === null
    ? ({ kind: "number", param: amount } satisfies Measure)
    : ({ kind: "amount", amount, currency, currencies } satisfies Measure);
}

/** Approval required, nothing auto-approved. Below the limit of a total, the remaining rules decide. */
function newThreshold(action: string, measure: Measure): Threshold {
  const isTotal = measure.kind === "total";
  const isRepeat = isTotal && measure.per === "action";
  const edge = isRepeat ? 1 : isTotal && measure.of === "count" ? 20 : isTotal ? 1000 : 100;
  const tiers: Tier[] = [
    { ...tier(isTotal ? "none" : "step_up", 1), upTo: edge },
    tier("step_up", isTotal ? 1 : 2),
  ];
  return { id: "", action, measure, tiers, enabled: true };
}

function tier(outcome: Tier["outcome"], approvals: number): Tier {
  return { ...defaults, ruleId: "", title: "", outcome, approvals };
}
