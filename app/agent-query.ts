import { z } from "zod";
import type { AgentFilter } from "#lib/agents/list-agent-page";
import { labelSchema } from "#lib/policy/rule";
import { idField } from "./id-field.ts";
import { singleValues } from "./single-values.ts";

/** The filters of the agents' page as its address holds them. A value that cannot be is left out, so that an old link still opens. */
const querySchema = z.object({
  status: z.enum(["active", "quarantined", "revoked"]).optional().catch(undefined),
  owner: idField("per").optional().catch(undefined),
  label: labelSchema.optional().catch(undefined),
  keys: z.enum(["expiring", "none"]).optional().catch(undefined),
  attestation: z.literal("due").optional().catch(undefined),
  search: z.string().trim().min(1).max(80).optional().catch(undefined),
  after: idField("agt").optional().catch(undefined),
});

/** Reads the filters from an address. */
export function readAgentQuery(query: Record<string, string | string[] | undefined>): AgentFilter {
  return querySchema.parse(singleValues(query));
}

/** The address of the agents' page with these filters. */
export function agentsHref(filter: AgentFilter): string {
  const pairs = Object.entries(filter).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const query = new URLSearchParams(pairs).toString();
  return query ? `/agents?${query}` : "/agents";
}
