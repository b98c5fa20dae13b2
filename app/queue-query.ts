import { z } from "zod";
import { isId } from "#lib/ids";
import type { QueueFilter } from "#lib/requests/list-queue";

const id = (prefix: "agt" | "req") => z.string().refine((text) => isId(prefix, text));

/** The queue's filters as its address holds them. A value that cannot be is left out, so that an old link still opens. */
const querySchema = z.object({
  state: z.enum(["pending", "decided", "all"]).catch("pending"),
  agent: id("agt").optional().catch(undefined),
  type: z.string().min(1).max(100).optional().catch(undefined),
  risk: z
    .enum(["read", "write", "spend", "production", "destructive", "unknown"])
    .optional()
    .catch(undefined),
  after: id("req").optional().catch(undefined),
});

/** Reads the filters from an address. Of a name given twice the first value holds; an empty value is none. */
export function readQueueQuery(query: Record<string, string | string[] | undefined>): QueueFilter {
  const single = Object.entries(query).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first ? [[name, first]] : [];
  });
  return querySchema.parse(Object.fromEntries(single));
}

/** The address of the queue with these filters. */
export function queueHref(filter: Partial<QueueFilter>): string {
  const query = queueQuery(filter);
  return query ? `/queue?${query}` : "/queue";
}

/** The filters as a query string; empty when nothing is filtered. */
export function queueQuery(filter: Partial<QueueFilter>): string {
  const { state, ...rest } = filter;
  const pairs = Object.entries({ ...(state === "pending" ? {} : { state }), ...rest });
  return new URLSearchParams(pairs.filter((pair): pair is [string, string] => Boolean(pair[1]))).toString();
}
