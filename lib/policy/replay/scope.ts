import { z } from "zod";

export const mostReplayed = 100_000;

/** The replayed requests: the newest `last`, or those of the last `days` days. */
export const replayScopeSchema = z.union([
  z.strictObject({ last: z.int().min(1).max(mostReplayed) }),
  z.strictObject({ days: z.int().min(1).max(365) }),
]);

/** What an automatic preview compares, and the least that publishing expects. */
export const automaticDays = 30;

export type ReplayScope = z.output<typeof replayScopeSchema>;
