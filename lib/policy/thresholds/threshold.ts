import { z } from "zod";
import {
  amountMeasure,
  historyCondition,
  parameterSchema,
  textCondition,
} from "#lib/policy/language/condition";
import { ruleSchema } from "#lib/policy/language/rule";
import { safeguardOptions } from "#lib/policy/language/safeguards";
import { totalMeasure } from "#lib/policy/language/total";
import { actionTypePattern } from "#lib/text/action-type";

const { id: ruleId, approvers, agents, labels, resource, audience, hours, expiresAt } = ruleSchema.shape;

/** The measure of the limits, only for listed currencies: 100 of one is not 100 of another. */
const measureSchema = z.discriminatedUnion("kind", [
  /** The amount of a request, in a listed currency. */
  z.strictObject(amountMeasure),
  /** A plain number parameter, such as a number of records. */
  z.strictObject({ kind: z.literal("number"), param: parameterSchema }),
  /** A sum or count over time, with the request itself (total.ts). */
  z.strictObject(totalMeasure),
]);

/** From the previous limit (exclusive) to its own (inclusive). */
const tierSchema = z.strictObject({
  /** The ID of the tier's rule, unchanged when the limits change. */
  ruleId,
  title: z.string(),
  /** `none`: no rule here; rules outside the threshold decide. */
  outcome: z.enum(["allow", "step_up", "block", "none"]),
  upTo: z.number().optional(),
  approvals: z.number(),
  approvers,
  escalateAfterSeconds: z.number().optional(),
  grantTtlSeconds: z.number(),
  requestTtlSeconds: z.number(),
  ...safeguardOptions,
});

/** Rules of an action type that define the outcome at each amount. Tiers share the other fields. */
export const thresholdSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, "a threshold's id"),
  action: z.string().max(100).regex(actionTypePattern, "an action type such as refund.create"),
  measure: measureSchema,
  /** What each tier asks besides its range, such as that a customer is on a list, or is new. */
  conditions: z
    .array(z.discriminatedUnion("kind", [textCondition, historyCondition]))
    .min(1)
    .max(10, "use at most 10 conditions")
    .optional(),
  ...{ agents, labels, resource, audience, hours, expiresAt },
  enabled: z.boolean(),
  isMonitored: z.boolean().optional(),
  tiers: z
    .array(tierSchema)
    .min(1, "a threshold needs at least 1 tier")
    .max(12, "a threshold can have at most 12 tiers"),
});

export type Threshold = z.output<typeof thresholdSchema>;
export type Measure = Threshold["measure"];
export type Tier = Threshold["tiers"][number];

/** A threshold's error, and its place: `tiers.1.upTo`. */
export interface ThresholdFault {
  path: string;
  message: string;
}

/** Errors in the tiers' layout: missing, crossing or meeting limits, or no outcome at all. */
export function thresholdFaults({ tiers }: Threshold): ThresholdFault[] {
  const faults = tiers.flatMap((tier, index) => edgeFaults(tier, tiers[index - 1], index, tiers.length));
  if (tiers.every(({ outcome }) => outcome === "none"))
    faults.push({
      path: "tiers",
      message: "This threshold has no effect: every tier is decided by other rules.",
    });
  return faults;
}

function edgeFaults(tier: Tier, below: Tier | undefined, index: number, count: number): ThresholdFault[] {
  const path = `tiers.${index}.upTo`;
  if (below?.outcome === "none" && tier.outcome === "none")
    return [
      {
        path,
        message: "Two neighboring tiers are both decided by other rules. Remove one.",
      },
    ];
  const isLast = index === count - 1;
  if (isLast)
    return tier.upTo === undefined ? [] : [{ path, message: "The last tier can't have an upper limit." }];
  if (tier.upTo === undefined)
    return [{ path, message: "Enter where this tier ends, for example 5000 or 12.50, without separators." }];
  const from = below === undefined ? 0 : below.upTo;
  if (from !== undefined && tier.upTo <= from)
    return [{ path, message: `Must be greater than ${from}, where this tier starts.` }];
  return [];
}
