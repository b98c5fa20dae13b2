import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type ActionAmount, actionAmount } from "#lib/policy/action-types/action-amount";
import type { Action } from "#lib/policy/language/action";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import { requestTitle } from "#lib/test-agents/request-title";

/** A request in a few words. `amount` and `resource` are the agent's words: untrusted. */
export interface RequestName {
  /** From the action types; for an unknown type, the type itself. */
  title: string;
  amount: ActionAmount | undefined;
  resource: string | undefined;
  agent: { id: string; name: string };
}

type Row = {
  id: string;
  title: string;
  action: string;
  amountParam: string | null;
  currencyParam: string | null;
  agentId: string;
  agentName: string;
};

/** The names of requests that the viewer may open, in one query. */
export async function requestNames(
  db: Database,
  { viewer, ids, now }: { viewer: RequestReader; ids: readonly string[]; now: Date },
): Promise<Map<string, RequestName>> {
  if (ids.length === 0) return new Map();
  const rows = await db.execute<Row>(sql`
    select r.id, coalesce(${requestTitle()}, r.action_type) as title, r.action, t.amount_param as "amountParam",
      t.currency_param as "currencyParam", a.id as "agentId", a.name as "agentName"
    from requests r join agents a on a.id = r.agent_id left join action_types t on t.type = r.action_type
    where r.id = any(${sql.param([...ids])}::text[]) and ${readableRequests(viewer, now)}`);
  return new Map(rows.map((row) => [row.id, nameOf(row)]));
}

function nameOf(row: Row): RequestName {
  const { title, amountParam, currencyParam, agentId, agentName } = row;
  const action = JSON.parse(row.action) as Action;
  return {
    title,
    amount: actionAmount(action, { amountParam, currencyParam }),
    resource: action.resource,
    agent: { id: agentId, name: agentName },
  };
}
