import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { RequestEdge, RequestState } from "#db/schema/requests";
import { firstIdAt } from "#lib/kernel/ids";
import { stateAt } from "#lib/requests/state-at";
import { type RequestReader, visibleRequests } from "#lib/requests/visible-requests";

/** How far an agent is that was connected. */
export interface FirstCallProgress {
  hasKey: boolean;
  /** Whether the settings of a client's hook were checked. */
  isChecked: boolean;
  firstCall: { id: string; state: RequestState } | undefined;
}

type Row = Pick<FirstCallProgress, "hasKey" | "isChecked"> & {
  first: { id: string; state: RequestState; expiresAt: string } | null;
};

/** Boundaries that sign with the agent's key: the beginning of their action types, and their stored kind. */
const boundaryKinds = { mcp: "mcp", http: "http_proxy" } as const;

/** A client's hook, or a boundary that signs with the agent's key. */
export type Way = RequestEdge | keyof typeof boundaryKinds;

/**
 * The first call with one credential of an agent, which is a key or token, a workload identity, or
 * the hash of a code: other clients may ask as the agent too. `through`: the one way that counts. A
 * token's calls count from the call that activated the token, which a check doesn't.
 */
export async function findFirstCall(
  db: Database,
  of: {
    viewer: RequestReader;
    agentId: string;
    credential: string;
    through?: Way | undefined;
    /** When the agent got the credential. */
    since: Date;
    now: Date;
  },
): Promise<FirstCallProgress> {
  const { viewer, agentId, credential, through, since, now } = of;
  const [row] = await db.execute<Row>(sql`
    with given as (
      select k.id, k.algorithm, k.edge, k.checked_at, k.first_call_at
      from agent_keys k
        left join agent_enrollment_codes c on c.agent_id = k.agent_id and c.used_at = k.created_at
      where k.agent_id = ${agentId} and ${credential} in (k.id, k.workload_id, c.code_hash))
    select exists (select from given) as "hasKey",
      exists (select from given
        where checked_at is not null and ${through ? sql`edge = ${through}` : sql`true`}) as "isChecked",
      (select json_build_object('id', r.id, 'state', r.state, 'expiresAt', r.expires_at)
        from requests r join agents a on a.id = r.agent_id join given g on g.id = r.agent_key_id
        where r.agent_id = ${agentId} and r.id collate "POSIX" >= ${firstIdAt("req", since)}
          and ${came(through)}
          and (g.algorithm <> 'bearer' or r.created_at >= g.first_call_at)
          and ${visibleRequests(viewer, now)}
        order by r.id collate "POSIX" limit 1) as first`);
  const { hasKey = false, isChecked = false, first } = row ?? {};
  const firstCall = first
    ? { id: first.id, state: stateAt(first.state, new Date(first.expiresAt), now) }
    : undefined;
  return { hasKey, isChecked, firstCall };
}

/**
 * Whether request `r` came this way. The agent's key signs each ask of an MCP gateway or an HTTP proxy,
 * as it signs asks without them. Only a call at a boundary names a registered boundary of the kind, or
 * has a type by the boundary's own mapping and either finds its request again or reports its outcome.
 */
function came(through: Way | undefined): SQL {
  if (!through) return sql`true`;
  if (through !== "mcp" && through !== "http") return sql`r.edge = ${through}`;
  return sql`r.edge is null and (
    exists (select from boundaries b where b.id = r.boundary_id and b.kind = ${boundaryKinds[through]})
    or r.action_type like ${`${through}.%`} and (r.pick_up_key is not null
      or exists (select from executions x where x.request_id = r.id)))`;
}
