import { z } from "zod";
import { dropUndefined } from "./drop-undefined.ts";

const longestReadingSeconds = 120;

/** The options of a step-up rule about how people approve. Absent means off. */
export const safeguardOptions = {
  /** The approver types a number that only the agent shows. */
  numberMatching: z.literal(true).optional(),
  /** How long the statement has to be on the approver's screen before it can be approved. */
  readingSeconds: z
    .int()
    .min(1, "The reading time must be at least 1 second")
    .max(longestReadingSeconds, `The reading time can be at most ${longestReadingSeconds} seconds`)
    .optional(),
  /** The approver may change the action and approve the changed one. */
  allowEdits: z.literal(true).optional(),
};

const names = { numberMatching: "number matching", readingSeconds: "a reading time", allowEdits: "edits" };
type Option = keyof typeof safeguardOptions;
type Options = { [name in Option]?: z.output<(typeof safeguardOptions)[name]> };

/** The options that are set, without the absent ones. */
export function safeguardsOf({ numberMatching, readingSeconds, allowEdits }: Options): Options {
  return dropUndefined({ numberMatching, readingSeconds, allowEdits });
}

/** Refuses the options in a rule that doesn't require approval. */
export function refuseSafeguards(rule: Options & { outcome: string }, context: z.RefinementCtx): void {
  if (rule.outcome === "step_up") return;
  for (const name of Object.keys(safeguardsOf(rule)) as Option[])
    context.addIssue({
      code: "custom",
      path: [name],
      message: `Only rules that require approval can set ${names[name]}`,
    });
}

const safeguardsSchema = z.strictObject({
  numberMatching: z.boolean(),
  readingSeconds: z.int().min(0),
  allowEdits: z.boolean(),
});

export type Safeguards = z.output<typeof safeguardsSchema>;

/** The safeguards of a request that no rule asks any of. */
export const noSafeguards: Safeguards = { numberMatching: false, readingSeconds: 0, allowEdits: false };

/** The strictest of each option: edits only where every rule allows them. */
export function mergeSafeguards(rules: readonly Options[]): Safeguards {
  return {
    numberMatching: rules.some(({ numberMatching }) => numberMatching === true),
    readingSeconds: Math.max(0, ...rules.map(({ readingSeconds = 0 }) => readingSeconds)),
    allowEdits: rules.length > 0 && rules.every(({ allowEdits }) => allowEdits === true),
  };
}

/** The safeguards with the stricter parts of `other`; undefined when nothing is stricter. */
export function stricterSafeguards(existing: Safeguards, other: Safeguards): Safeguards | undefined {
  const together = {
    numberMatching: existing.numberMatching || other.numberMatching,
    readingSeconds: Math.max(existing.readingSeconds, other.readingSeconds),
    allowEdits: existing.allowEdits && other.allowEdits,
  };
  return isSame(together, existing) ? undefined : together;
}

/** A request's safeguards as its row has them: null when all are off. */
export function storedSafeguards(safeguards: Safeguards): Safeguards | null {
  return isSame(safeguards, noSafeguards) ? null : safeguards;
}

export function readSafeguards(stored: unknown): Safeguards {
  return stored === null || stored === undefined ? noSafeguards : safeguardsSchema.parse(stored);
}

function isSame(one: Safeguards, other: Safeguards): boolean {
  return (
    one.numberMatching === other.numberMatching &&
    one.readingSeconds === other.readingSeconds &&
    one.allowEdits === other.allowEdits
  );
}
