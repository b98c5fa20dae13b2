import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Raw } from "#db/raw";
import type { Role } from "#db/schema/directory";
import type { Action } from "#lib/policy/language/action";
import { type RequestSource, requestSource } from "#lib/requests/request-source";
import { viewerResolves } from "./resolvers.ts";

/** An execution with an unknown end, for a person who may resolve it. */
export interface UncertainItem {
  requestId: string;
  /** The action type's title; null for a type unknown in the request's policy version. */
  title: string | null;
  actionType: string;
  /** The agent's own notation: untrusted. */
  resource: string | null;
  /** The first line of a shell command; null for any other action. Untrusted. */
  command: string | null;
  source: RequestSource;
  agent: string;
  startedAt: Date;
  /** Whether the agent reported the uncertainty, or no report arrived. */
  isReported: boolean;
}

/** The action type of a client's shell command (lib/boundary/hooks). */
const shellType = "shell.run";

/** The most executions on a page, oldest first; the rest follow as these are resolved. */
const most = 10;

/** The viewer's uncertain executions, and their number. */
export async function listUncertain(
  db: Database,
  viewer: { personId: string; roles: readonly Role[] },
): Promise<{ items: UncertainItem[]; count: number }> {
  const rows = await db.execute<Row>(sql`
    select x.request_id as "requestId", t.title, r.action_type as "actionType", r.resource, a.name as agent,
      case when r.action_type = ${shellType} then r.action end as action, ${requestSource()} as source,
      x.started_at as "startedAt", x.reported_at is not null as "isReported", count(*) over ()::int as count
    from executions x join agents a on a.id = x.agent_id join requests r on r.id = x.request_id
      left join action_types t on t.type = r.action_type
    where x.state = 'uncertain' and x.resolved_at is null and ${viewerResolves(viewer)}
    order by x.request_id limit ${most}`);
  const items = rows.map(({ count: _, startedAt, action, ...item }) => ({
    ...item,
    command: commandOf(action),
    startedAt: new Date(startedAt),
  }));
  return { items, count: rows[0]?.count ?? 0 };
}

type Row = Raw<Omit<UncertainItem, "command">> & { action: string | null; count: number };

/** In characters: enough to tell commands apart. The request's page shows a command whole. */
const longestCommand = 160;

function commandOf(action: string | null): string | null {
  const { command } = action === null ? {} : (JSON.parse(action) as Action).params;
  if (typeof command !== "string") return null;
  const line = command
    .slice(0, longestCommand * 2)
    .replace(/\s+/g, " ")
    .trim();
  const characters = Array.from(line);
  const isCut = characters.length > longestCommand || command.length > longestCommand * 2;
  return `${characters.slice(0, longestCommand).join("").toWellFormed()}${isCut ? "…" : ""}`;
}
