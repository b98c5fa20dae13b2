import { type SQL, sql } from "drizzle-orm";
import type { RequestEdge } from "#db/schema/requests";

/** Through what a request came. */
export interface RequestSource {
  /** The edge of this server that authenticated the call; null when the agent's key signed the ask. */
  edge: RequestEdge | null;
  /** The hook token, secret or key that authenticated the call. */
  keyId: string;
  /**
   * The registered boundary that the agent claims, if there is one. `kind` is the boundary's word.
   */
  boundary: { name: string; kind: string | null } | null;
}

/**
 * The {@link RequestSource} of request `r`, as JSON. The ask's boundary comes first: the approver
 * saw it.
 */
export function requestSource(): SQL {
  return sql`json_build_object('edge', r.edge, 'keyId', r.agent_key_id, 'boundary',
    (select json_build_object('name', b.name, 'kind', b.kind) from boundaries b
      where b.id = coalesce(r.boundary_id, (select x.boundary_id from executions x where x.request_id = r.id))))`;
}
