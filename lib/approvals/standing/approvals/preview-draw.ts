import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import type { Verdict } from "#lib/policy/engine/verdict";
import type { Action } from "#lib/policy/language/action";
import { idleDays, isOpen } from "#lib/voiding/end-standing-approvals";
import { asksAsBefore } from "./asks-as-before.ts";
import { hasLeft, liveAmount } from "./draw.ts";
import { isOutsideBounds } from "./reason-to-end.ts";
import { type StandingRow, standingColumns } from "./standing-row.ts";
import { readStandingStatement } from "./statement.ts";

/** What a request would do with the agent's standing approval. */
export interface DrawPreview {
  /** The name of its person. */
  by: string;
  effect: "draws" | "ends" | "asks_otherwise" | "beyond_limits";
}

/**
 * What a simulated request at a time would do with the standing approval that the agent has for its type, if
 * policy decides this. Reads only. Undefined when policy needs no one, or none runs requests yet. The caller has
 * checked the viewer's access to the agent.
 */
export async function previewDraw(
  db: Database,
  { agentId, action, verdict, at }: { agentId: string; action: Action; verdict: Verdict; at: Date },
): Promise<DrawPreview | undefined> {
  const found = verdict.outcome === "allow" ? undefined : await findAt(db, { agentId, action, at });
  if (!found) return undefined;
  const { by, ...standing } = found;
  const statement = readStandingStatement(new Uint8Array(standing.statement ?? []));
  if (isOutsideBounds(statement, action)) return { by, effect: "ends" };
  if (verdict.outcome === "block" || standing.waitsForAdmin) return undefined;
  if (!(await asksAsBefore(db, verdict, statement.request))) return { by, effect: "asks_otherwise" };
  const amount = await liveAmount(db, action);
  const isLeft = await hasLeft(db, standing, { statement, amount, now: at });
  return { by, effect: isLeft ? "draws" : "beyond_limits" };
}

async function findAt(
  db: Database,
  { agentId, action, at }: { agentId: string; action: Action; at: Date },
): Promise<(StandingRow & { by: string }) | undefined> {
  const [row] = await db.execute<StandingRow & { by: string }>(sql`
    select ${standingColumns}, p.name as by
    from standing_approvals s join agents a on a.id = s.agent_id join people p on p.id = s.person_id
    where s.agent_id = ${agentId} and s.action_type = ${action.type} and s.owner_epoch = a.owner_epoch and ${isOpen(at)}
      and coalesce(s.last_drawn_at, s.created_at) >= ${addSeconds(at, -idleDays * 86_400).toISOString()}
    order by s.id desc limit 1`);
  return row;
}
