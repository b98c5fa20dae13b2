import { z } from "zod";
import { type Rule, ruleSchema } from "#lib/policy/rule";
import { conditionOf } from "../../../../components/policy/condition-draft.ts";

const conditionDraft = z.strictObject({
  key: z.string(),
  kind: z.enum(["amount", "number", "text", "flag", "presence", "total"]),
  param: z.string(),
  is: z.string(),
  value: z.string(),
  currencyParam: z.string(),
  currencies: z.string(),
  over: z.string(),
  upTo: z.string(),
  per: z.string(),
  window: z.string(),
});

const fields = z.object({
  id: z.string(),
  title: z.string(),
  outcome: z.enum(["allow", "step_up", "block"]),
  actions: z.array(z.string()),
  otherActions: z.string(),
  conditions: z.string(),
  resource: z.string(),
  audience: z.string(),
  agents: z.array(z.string()),
  approvals: z.string(),
  grantTtlSeconds: z.string(),
  requestTtlSeconds: z.string(),
  expiresAt: z.string(),
  enabled: z.string().optional(),
});

const decimalHint = "write a number such as 5000 or 12.50, without separators";

/**
 * Reads the rule form. Faults are keyed by where they are in the rule, joined by dots: `conditions.0.upTo`.
 * @param newRuleId the id of a rule that has none yet.
 */
export function ruleFields(newRuleId: string) {
  return fields.transform((typed, context): Rule => {
    const parsed = ruleSchema.safeParse(candidate(typed, newRuleId));
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

function candidate(typed: z.output<typeof fields>, newRuleId: string): Record<string, unknown> {
  const isStepUp = typed.outcome === "step_up";
  return {
    id: typed.id === "" ? newRuleId : typed.id,
    title: typed.title,
    outcome: typed.outcome,
    actions: [...typed.actions, ...typed.otherActions.split(/[\s,]+/).filter(Boolean)],
    conditions: z.array(conditionDraft).max(20).parse(JSON.parse(typed.conditions)).map(conditionOf),
    resource: typed.resource.trim() || undefined,
    audience: typed.audience.trim() || undefined,
    agents: typed.agents.length > 0 ? typed.agents : undefined,
    approvals: isStepUp ? Number(typed.approvals) : undefined,
    grantTtlSeconds: Number(typed.grantTtlSeconds),
    requestTtlSeconds: Number(typed.requestTtlSeconds),
    expiresAt: typed.expiresAt === "" ? undefined : `${typed.expiresAt}:00Z`,
    enabled: typed.enabled === "on",
  };
}
