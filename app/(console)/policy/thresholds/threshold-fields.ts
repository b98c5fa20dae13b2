import { z } from "zod";
import {
  conditionDraftSchema,
  conditionsFrom,
  listOf,
  sameTexts,
  scopeFields,
  scopeFrom,
} from "#app/(console)/policy/draft/condition-fields";
import type { RuleFault } from "#lib/policy/checks/rule-fault";
import { ruleSchema } from "#lib/policy/language/rule";
import { type Threshold, thresholdFaults, thresholdSchema } from "#lib/policy/thresholds/threshold";
import { rulesOfThreshold } from "#lib/policy/thresholds/threshold-rules";

const sentSchema = z.object({
  id: z.string(),
  action: z.string(),
  measure: z.looseObject({ currencies: z.array(z.string()).optional() }),
  tiers: z.array(z.looseObject({ ruleId: z.string(), outcome: z.string(), upTo: z.string().optional() })),
});

/** `threshold`: JSON of the tiers, as the editor sends them. */
const fields = scopeFields.extend({ threshold: z.string(), conditions: z.string() });

type Typed = z.output<typeof fields>;

const edgeHint = "Enter where this tier ends, for example 5000 or 12.50, without separators";

/**
 * Reads the threshold form. Errors are keyed by path, joined by dots: `tiers.1.upTo`.
 * @param newId for the threshold and for tiers without a rule
 * @param was the opened threshold: untouched parts return exactly as stored
 */
export function thresholdFields(newId: () => string, was: Threshold | undefined) {
  return fields.transform((typed, context): Threshold => {
    const parsed = thresholdSchema.safeParse(candidate(typed, newId, was));
    const faults = parsed.success ? faultsOf(parsed.data) : parsed.error.issues.map(shapeFault);
    if (parsed.success && faults.length === 0) return parsed.data;
    for (const { path, message } of faults) context.addIssue({ code: "custom", path: [path], message });
    return z.NEVER;
  });
}

function candidate(typed: Typed, newId: () => string, was: Threshold | undefined): Record<string, unknown> {
  const sent = sentSchema.parse(JSON.parse(typed.threshold));
  return {
    id: sent.id === "" ? newId() : sent.id,
    action: sent.action,
    measure: measureOf(sent.measure, was),
    tiers: sent.tiers.map(({ upTo, ...tier }) => ({
      ...tier,
      ruleId: tier.outcome === "none" ? "none" : tier.ruleId === "" ? newId() : tier.ruleId,
      upTo: upTo === undefined ? undefined : numberOf(upTo),
    })),
    ...conditionsOf(typed, was),
    ...scopeFrom(typed, was),
  };
}

function conditionsOf({ conditions }: Typed, was: Threshold | undefined) {
  const drafts = z.array(conditionDraftSchema).max(10).parse(JSON.parse(conditions));
  return drafts.length === 0 ? {} : { conditions: conditionsFrom(drafts, was?.conditions ?? []) };
}

// A currency may contain a space, and the form's single field can't show spaces.
function measureOf(sent: z.output<typeof sentSchema>["measure"], was: Threshold | undefined) {
  const before = was && "currencies" in was.measure ? was.measure.currencies : undefined;
  if (!before || !sent.currencies) return sent;
  return sameTexts(sent.currencies, listOf(before.join(", "))) ? { ...sent, currencies: before } : sent;
}

/** Errors in the order and limits of the tiers, and in the rule of each tier. */
function faultsOf(threshold: Threshold): { path: string; message: string }[] {
  const saying = rulesOfThreshold(threshold).flatMap((rule) =>
    (ruleSchema.safeParse(rule).error?.issues ?? []).map(({ path, message }) => ({
      path: tierField(threshold, { ruleId: rule.id, path: path.join("."), message }),
      message,
    })),
  );
  return [...thresholdFaults(threshold), ...saying];
}

/** The tier field with the error of a tier's rule. An error in the comparison appears at the limit. */
export function tierField(threshold: Threshold, { ruleId, path }: RuleFault): string {
  const { tiers } = threshold;
  const index = tiers.findIndex((tier) => tier.ruleId === ruleId);
  if (index < 0) return "threshold";
  const ofText = textField(threshold, { ruleId, path });
  if (ofText !== undefined) return ofText;
  const edge = /^conditions\.(0\.over|0\.value)$/.test(path) ? index - 1 : index;
  if (path.startsWith("conditions."))
    return edge >= 0 && edge < tiers.length - 1 ? `tiers.${edge}.upTo` : `tiers.${index}.rule`;
  const isField =
    /^(title|outcome|approvals|approvers|escalateAfter|grantTtl|requestTtl|readingSeconds)/.test(path);
  return `tiers.${index}.${isField ? path : "rule"}`;
}

/** The place of a tier's text condition among those of the threshold: a tier has its range first. */
function textField(threshold: Threshold, { ruleId, path }: Omit<RuleFault, "message">): string | undefined {
  const [part, place, ...field] = path.split(".");
  const rule = rulesOfThreshold(threshold).find(({ id }) => id === ruleId);
  const texts = threshold.conditions?.length ?? 0;
  const at = Number(place) - ((rule?.conditions.length ?? 0) - texts);
  return part === "conditions" && at >= 0 ? ["conditions", at, ...field].slice(0, 3).join(".") : undefined;
}

function shapeFault({ path, message }: z.core.$ZodIssue): { path: string; message: string } {
  const where = path.slice(0, path[0] === "conditions" ? 3 : undefined).join(".");
  return { path: where, message: where.endsWith(".upTo") ? edgeHint : message };
}

function numberOf(typed: string): number | string {
  return /^\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : typed;
}
