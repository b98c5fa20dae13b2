import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { Verdict } from "#lib/policy/engine/verdict";
import type { Action } from "#lib/policy/language/action";
import { idleDays, isOpen } from "#lib/voiding/end-standing-approvals";
import { askedOf, asksAsBefore } from "./asks-as-before.ts";
import { isOutsideBounds } from "./draw.ts";
import { hasLeft } from "./limits.ts";
import { type StandingRow, standingColumns, standingTables } from "./standing-row.ts";
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
  if (!asksAsBefore(verdict, askedOf(standing))) return { by, effect: "asks_otherwise" };
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
    from ${standingTables} join agents a on a.id = s.agent_id join people p on p.id = s.person_id
    where s.agent_id = ${agentId} and s.action_type = ${action.type} and s.owner_epoch = a.owner_epoch and ${isOpen(at)}
      and coalesce(s.last_drawn_at, s.created_at) >= ${addSeconds(at, -idleDays * 86_400).toISOString()}
    order by s.id desc limit 1`);
  return row;
}

/** What an action counts by the live policy. Undefined for a type without an amount. */
async function liveAmount(db: Database, action: Action): Promise<number | undefined> {
  const { catalog } = await loadPolicy(db, await currentPolicyVersion(db));
  return countedAmount(action, catalog.get(action.type))?.amount;
}
