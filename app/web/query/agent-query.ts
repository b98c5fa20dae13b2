import { z } from "zod";
import { idField } from "#app/web/forms/id-field";
import type { AgentFilter } from "#lib/agents/narrowed-agents";
import { labelSchema } from "#lib/policy/language/rule";
import { singleValues } from "./search-params.ts";

/** The age filter of keys in a URL, in days. */
export const keyAgeDays = z.coerce.number().int().min(1).max(365);

/** The filters from the URL. An invalid value is ignored, so that an old link still opens. */
const querySchema = z.object({
  status: z
    .enum(["active", "quarantined", "revoked", "not_revoked", "standing"])
    // The older name, in saved links.
    .transform((status) => (status === "standing" ? "not_revoked" : status))
    .optional()
    .catch(undefined),
  owner: idField("per").optional().catch(undefined),
  label: labelSchema.optional().catch(undefined),
  keys: z.enum(["expiring", "none", "young", "old", "hmac", "shared"]).optional().catch(undefined),
  keyDays: keyAgeDays.optional().catch(undefined),
  owned: z.enum(["yes", "no"]).optional().catch(undefined),
  attestation: z.enum(["due", "confirmed"]).optional().catch(undefined),
  search: z.string().trim().min(1).max(80).optional().catch(undefined),
  after: idField("agt").optional().catch(undefined),
});

/** Reads the filters from an address. */
export function readAgentQuery(query: Record<string, string | string[] | undefined>): AgentFilter {
  return querySchema.parse(singleValues(query));
}

/** The address of the agents' page with these filters. */
export function agentsHref(filter: AgentFilter): string {
  const pairs = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  const query = new URLSearchParams(pairs).toString();
  return query ? `/agents?${query}` : "/agents";
}
