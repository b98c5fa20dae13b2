import { z } from "zod";
import { idField } from "#app/web/forms/id-field";
import type { QueueFilter } from "#lib/requests/queue/queue-query";
import type { Viewer } from "#lib/sessions/session";
import { singleValues } from "./search-params.ts";

/** The queue's filters, from the URL. An invalid value is ignored, so that an old link still opens. */
const querySchema = z.object({
  state: z.enum(["needs_you", "pending", "decided", "all"]).optional().catch(undefined),
  agent: idField("agt").optional().catch(undefined),
  type: z.string().min(1).max(100).optional().catch(undefined),
  digest: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional()
    .catch(undefined),
  risk: z
    .enum(["read", "write", "spend", "production", "destructive", "unknown"])
    .optional()
    .catch(undefined),
  judged: z
    .enum(["default", "policy_unchecked", "rule_unchecked", "monitored", "uncertain", "unused"])
    .optional()
    .catch(undefined),
  tests: z.literal("no").optional().catch(undefined),
  from: z
    // Without a zone, as a browser without script sends it, it is UTC.
    .union([z.iso.date().transform((day) => `${day}T00:00Z`), z.iso.datetime({ local: true })])
    .transform((at) => new Date(at.endsWith("Z") ? at : `${at}Z`))
    .optional()
    .catch(undefined),
  after: idField("req").optional().catch(undefined),
});

/** The filters of an address. Default: what needs the approver, or for other viewers what is pending. */
export function readQueueQuery(
  query: Record<string, string | string[] | undefined>,
  { roles }: Pick<Viewer, "roles">,
): QueueFilter {
  const { state, ...filter } = querySchema.parse(singleValues(query));
  const isApprover = roles.includes("approver");
  if (isApprover) return { state: state ?? "needs_you", ...filter };
  return { state: state === undefined || state === "needs_you" ? "pending" : state, ...filter };
}

/** The address of the queue with these filters. */
export function queueHref(filter: Partial<QueueFilter>): string {
  const query = queueQuery(filter);
  return query ? `/queue?${query}` : "/queue";
}

/** The filters as a query string; empty when nothing is filtered. */
export function queueQuery(filter: Partial<QueueFilter>): string {
  const { state, from, ...rest } = filter;
  const at = from
    ?.toISOString()
    .replace(/:00\.000Z$/, ":00Z")
    .replace("T00:00:00Z", "");
  const pairs = Object.entries({ ...(state === "needs_you" ? {} : { state }), ...rest, from: at });
  return new URLSearchParams(pairs.filter((pair): pair is [string, string] => Boolean(pair[1]))).toString();
}
