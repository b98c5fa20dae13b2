import { z } from "zod";
import { type Action, actionDigest } from "./action.ts";
import { lineSchema } from "./condition-text.ts";
import { cedarDecimal } from "./decimal.ts";

export const windowSeconds = { "1h": 3600, "24h": 86_400, "7d": 604_800 } as const;
export type Window = keyof typeof windowSeconds;

/** Whose requests a total counts. `action`: requests of the agent for exactly the same action. */
export const totalScopes = ["agent", "resource", "owner", "action"] as const;
export type TotalScope = (typeof totalScopes)[number];

/** The highest limit per action. Requests are read, because actions have no subtotals. */
export const mostRepeats = 50;

const bound = z
  .number()
  .min(0, "a total is never below 0")
  .refine((number) => cedarDecimal(number) !== undefined, "a number has at most 4 digits after the point");

export const totalMeasure = {
  kind: z.literal("total"),
  of: z.enum(["sum", "count"]),
  per: z.enum(totalScopes),
  window: z.enum(["1h", "24h", "7d"]),
  /** For a sum; of no meaning for a count. */
  currencies: z.array(lineSchema.min(1).max(500)).min(1, "enter at least one currency").max(50).optional(),
};

/**
 * A cumulative threshold: the sum of the amounts, or the number, of the requests of the rule's
 * action types within a sliding window, including this request. Allowed, pending and approved
 * requests count; cancelled, denied, expired and blocked requests do not. Pending requests of other
 * owners' agents never block (lib/policy/engine/evaluate.ts). A sum covers requests in
 * this request's currency, which has to be in `currencies`.
 */
export const totalCondition = z
  .strictObject({
    ...totalMeasure,
    over: bound.default(0),
    /** The total is this or less; absent for no upper end. */
    upTo: bound.optional(),
  })
  .refine(({ over, upTo }) => upTo === undefined || upTo > over, {
    path: ["upTo"],
    error: "the upper end is above the lower one",
  })
  .refine(({ of, currencies }) => (of === "sum") === (currencies !== undefined), {
    path: ["currencies"],
    error: "a sum names its currencies, a count has none",
  })
  .refine(({ of, per }) => of === "count" || per !== "action", {
    path: ["per"],
    error: "a sum per action isn't supported, use the number of requests",
  })
  .superRefine(({ per, over, upTo = 0 }, { addIssue }) => {
    if (per !== "action") return;
    for (const [name, limit] of Object.entries({ over, upTo }))
      if (limit > mostRepeats)
        addIssue({ code: "custom", path: [name], message: `at most ${mostRepeats} per action` });
  });

export type TotalCondition = z.output<typeof totalCondition>;

/** A total read by rules. `name` is also its attribute in Cedar's context. */
export interface Total {
  name: string;
  of: TotalCondition["of"];
  per: TotalScope;
  window: Window;
  /** Action selectors, as in a rule. */
  actions: string[];
}

/** The total in a condition of a rule about these action types. */
export function totalOf({ of, per, window }: TotalCondition, actions: readonly string[]): Total {
  const sorted = [...new Set(actions)].sort();
  return { name: `total.${of}.${per}.${window} ${sorted.join(" ")}`, of, per, window, actions: sorted };
}

/** The agent, owner, resource or action of a total; undefined without a resource. */
export function idIn(
  per: TotalScope,
  { agentId, ownerId, action }: { agentId: string; ownerId: string; action: Action },
): string | undefined {
  if (per === "action") return actionDigest(agentId, action);
  return { agent: agentId, owner: ownerId, resource: action.resource }[per];
}
