import { z } from "zod";

/** The most requests that one replay looks at. */
export const mostReplayed = 100_000;

/** Which past requests are replayed: the newest so many, or those of the last so many days. */
export const replayScopeSchema = z.union([
  z.strictObject({ last: z.int().min(1).max(mostReplayed) }),
  z.strictObject({ days: z.int().min(1).max(365) }),
]);

export type ReplayScope = z.output<typeof replayScopeSchema>;
