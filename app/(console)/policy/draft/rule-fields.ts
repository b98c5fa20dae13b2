import { z } from "zod";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import {
  conditionDraftSchema,
  conditionsFrom,
  listOf,
  sameTexts,
  scopeFields,
  scopeFrom,
} from "./condition-fields.ts";

const fields = scopeFields.extend({
  id: z.string(),
  title: z.string(),
  outcome: z.enum(["allow", "step_up", "block"]),
  actions: z.array(z.string()),
  otherActions: z.string(),
  conditions: z.string(),
  /** JSON of the approvals, approvers, time until backup approvers may decide, and safeguards. */
  approval: z.string(),
  grantTtlSeconds: z.string(),
  requestTtlSeconds: z.string(),
});

type Typed = z.output<typeof fields>;

// The rule's schema checks the content.
const approvalSchema = z.partialRecord(
  z.enum([
    "approvals",
    "approvers",
    "escalateAfterSeconds",
    "numberMatching",
    "readingSeconds",
    "allowEdits",
  ]),
  z.unknown(),
);

const decimalHint = "Enter a number such as 5000 or 12.50, without separators";

/**
 * Reads the rule form. Errors are keyed by path in the rule, joined by dots: `conditions.0.upTo`.
 * @param was the opened rule: untouched parts return exactly as stored
 */
export function ruleFields(newRuleId: string, was: Rule | undefined) {
  return fields.transform((typed, context): Rule => {
    const parsed = ruleSchema.safeParse(candidate(typed, newRuleId, was));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const isNumber = issue.code === "invalid_type" && issue.expected === "number";
      context.addIssue({
        code: "custom",
        path: [issue.path.slice(0, 3).join(".")],
        message: isNumber ? decimalHint : issue.message,
      });
    }
    return z.NEVER;
  });
}

function candidate(typed: Typed, newRuleId: string, was: Rule | undefined): Record<string, unknown> {
  const actions = [...typed.actions, ...listOf(typed.otherActions)];
  const drafts = z.array(conditionDraftSchema).max(20).parse(JSON.parse(typed.conditions));
  return {
    id: typed.id === "" ? newRuleId : typed.id,
    title: typed.title,
    outcome: typed.outcome,
    actions: was && sameTexts(actions, was.actions) ? was.actions : actions,
    conditions: conditionsFrom(drafts, was?.conditions ?? []),
    ...scopeFrom(typed, was),
    ...approvalFrom(typed, was),
    grantTtlSeconds: Number(typed.grantTtlSeconds),
    requestTtlSeconds: Number(typed.requestTtlSeconds),
    threshold: was?.threshold,
  };
}

// Only a rule that requires approval has `approval`; other members stay while the outcome stays.
function approvalFrom(typed: Typed, was: Rule | undefined): Record<string, unknown> {
  if (typed.outcome === "step_up") return approvalSchema.parse(JSON.parse(typed.approval));
  return was?.outcome === typed.outcome ? { escalateAfterSeconds: was.escalateAfterSeconds } : {};
}
