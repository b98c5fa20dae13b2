import { z } from "zod";
import { actionTypePattern } from "#lib/text/action-type";
import { conditionSchema } from "./condition.ts";
import { lineSchema } from "./condition-text.ts";
import { hoursSchema } from "./hours.ts";
import { approversSchema } from "./requirement.ts";
import { refuseSafeguards, safeguardOptions } from "./safeguards.ts";

const outcomes = ["allow", "step_up", "block"] as const;
export type Outcome = (typeof outcomes)[number];

/** The outcome when no rule decides: an admin may choose block, never allow (invariant 1). */
export const defaultOutcomeSchema = z.enum(["step_up", "block"]);
export type DefaultOutcome = z.output<typeof defaultOutcomeSchema>;

/** Whether an allow rule allows a type without a descriptor, whose actions approvers see raw. */
export const unclassifiedSchema = z.enum(["default_outcome", "allow"]);
export type Unclassified = z.output<typeof unclassifiedSchema>;

/** How long a request can wait for a decision at most: 30 days. */
export const longestRequestSeconds = 30 * 24 * 3600;

/** Lifetimes and approvals unless a rule sets others. */
export const defaults = { approvals: 1, grantTtlSeconds: 300, requestTtlSeconds: 900 } as const;

/** An action type, all types below a prefix (`refund.*`), or every type (`*`). */
const actionSelector = z
  .string()
  .max(102)
  .refine(
    (selector) => selector === "*" || actionTypePattern.test(selector.replace(/\.\*$/, "")),
    "Use an action type such as refund.create, a group such as refund.*, or * for all",
  );

const glob = lineSchema.min(1).max(500, "at most 500 characters");

export const labelSchema = z.string().regex(/^[a-z0-9][a-z0-9._:-]{0,62}$/, {
  error: ({ input }) =>
    `"${input}" isn't a valid label. Use up to 63 of lowercase letters, digits and . _ : - only`,
});

/** A rule, which applies when its type and all conditions match. The strictest outcome wins (invariant 2). */
export const ruleSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, "an id is lower-case letters, digits, - and _"),
    /** The rule's purpose in plain words, for approvers. */
    title: lineSchema.trim().min(1, "Enter a name").max(120, "Use at most 120 characters"),
    outcome: z.enum(outcomes),
    actions: z.array(actionSelector).min(1, "Select at least one action type").max(50),
    conditions: z.array(conditionSchema).max(20, "Use at most 20 conditions").default([]),
    resource: glob.optional(),
    agents: z
      .array(z.string().regex(/^agt_[a-z0-9]+$/, "an agent's id"))
      .min(1)
      .max(100)
      .optional(),
    /** For agents with any of these labels; absent for all. */
    labels: z.array(labelSchema).min(1).max(20).optional(),
    hours: hoursSchema.optional(),
    audience: glob.optional(),
    /** How many people must approve; of meaning for a step-up alone. */
    approvals: z.int().min(1).max(5, "Use at most 5 approvals").default(defaults.approvals),
    /** The approvers; absent: the owner and the backup approvers. Only for a step-up. */
    approvers: approversSchema.optional(),
    /** Seconds after the ask until backup approvers may decide; absent: never, unless they may anyway. */
    escalateAfterSeconds: z.int().min(60).max(604_800).optional(),
    grantTtlSeconds: z
      .int()
      .min(30, "Grants must be valid for at least 30 seconds")
      .max(900, "Grants can be valid for at most 15 minutes")
      .default(defaults.grantTtlSeconds),
    requestTtlSeconds: z
      .int()
      .min(60, "Requests must stay open for at least 60 seconds")
      .max(longestRequestSeconds, "Requests can stay open for at most 30 days")
      .default(defaults.requestTtlSeconds),
    ...safeguardOptions,
    /** The rule's expiry; see compile.ts for the effect on the covered actions. */
    expiresAt: z.iso.datetime().optional(),
    enabled: z.boolean().default(true),
    /** In monitor mode: evaluated and recorded, without effect. */
    isMonitored: z.boolean().optional(),
    /** The threshold whose tier the rule is: rules with the same threshold are edited together. */
    threshold: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, "a threshold's id")
      .optional(),
  })
  .superRefine(refuseSafeguards)
  .refine((rule) => rule.outcome === "step_up" || rule.approvals === defaults.approvals, {
    path: ["approvals"],
    error: "Only rules that require approval can set a number of approvals",
  })
  .refine((rule) => rule.outcome === "step_up" || rule.approvers === undefined, {
    path: ["approvers"],
    error: "Only rules that require approval can set approvers",
  })
  .refine((rule) => rule.approvers?.kind !== "owner" || rule.approvals === 1, {
    path: ["approvals"],
    error: "“Owner only” can require just 1 approval",
  })
  .refine((rule) => rule.approvers?.kind !== "owner_and_group" || rule.approvals > 1, {
    path: ["approvals"],
    error: "“Owner plus a group” requires at least 2 approvals",
  });

export type Rule = z.output<typeof ruleSchema>;

/** The rules of a version, with distinct IDs. */
export const rulesSchema = z
  .array(ruleSchema)
  .max(1000, "a policy has at most 1,000 rules")
  .refine(
    (rules) => new Set(rules.map((rule) => rule.id)).size === rules.length,
    "two rules have the same id",
  );

/** Whether a rule targets the action type, ignoring other conditions. */
export function concerns(rule: Pick<Rule, "actions">, actionType: string): boolean {
  return rule.actions.some(
    (selector) =>
      selector === "*" ||
      selector === actionType ||
      (selector.endsWith(".*") && actionType.startsWith(selector.slice(0, -1))),
  );
}
