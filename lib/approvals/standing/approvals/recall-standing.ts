import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { AgentCaller } from "#lib/callers/find-caller";
import { recoveredErrors } from "#lib/kernel/recovered-errors";
import { findEnvironment } from "#lib/workspace/environment";
import { type EligibleApprovers, loadEligibleApprovers } from "../../eligible-approvers.ts";
import { stands } from "../apply.ts";
import { type AskedOf, askedOf } from "./asks-as-before.ts";
import { type StandingRow, standingColumns, standingTables } from "./standing-row.ts";
import { readStandingStatement, type StandingStatement } from "./statement.ts";

/** A standing approval, without what a draw changes, and what it needs to be checked against an ask. */
export interface Recalled {
  id: string;
  statement: StandingStatement;
  expiresAt: Date;
  /** Whom the read request asked. */
  read: AskedOf;
  /** The people who may decide requests like the read one. */
  eligible: EligibleApprovers;
  /** Whether the workspace's environment is the signed one. */
  isOfEnvironment: boolean;
}

/** A standing denial: null stands for any. */
export interface RecalledDenial {
  actionType: string;
  resource: string | null;
  actionDigest: string | null;
}

/** What stands for an agent: the newest standing approval of each action type, and the denials. */
export interface Standing {
  approvals: Map<string, Recalled>;
  denials: RecalledDenial[];
}

const recalled = new WeakMap<AgentCaller, Promise<Standing>>();

/**
 * What stands for an agent. Read once for each caller in memory: a new standing approval or denial raises the
 * caller's revision, which the statement that stores an ask compares, and the end of one is found on the row
 * that the statement locks.
 */
export function recallStanding(db: Database, caller: AgentCaller, now: Date): Promise<Standing> {
  const known = recalled.get(caller);
  if (known) return known;
  const reading = readStanding(db, caller, now);
  recalled.set(caller, reading);
  reading.catch(() => recalled.delete(caller));
  return reading;
}

async function readStanding(
  db: Database,
  { id: agentId, ownerEpoch }: AgentCaller,
  now: Date,
): Promise<Standing> {
  const rows = await db.execute<StandingRow>(sql`
    select distinct on (s.action_type) ${standingColumns} from ${standingTables}
    where s.agent_id = ${agentId} and s.owner_epoch = ${ownerEpoch} and s.ended_at is null order by s.action_type, s.id desc`);
  const environment = rows.length > 0 ? (await findEnvironment(db))?.label : undefined;
  const approvals = new Map<string, Recalled>();
  for (const row of rows) {
    const statement = readStored(row);
    if (!statement) continue;
    const eligible = await loadEligibleApprovers(db, { requestId: row.readId, now });
    approvals.set(row.actionType, {
      ...{ id: row.id, statement, expiresAt: new Date(row.expiresAt) },
      read: askedOf(row),
      // A new request has no decisions.
      eligible: { ...eligible, validApprovals: [], decidedIds: new Set() },
      isOfEnvironment: statement.environment === environment,
    });
  }
  const denials = await db.execute<RecalledDenial & Record<string, unknown>>(sql`
    select s.action_type as "actionType", s.resource, s.action_digest as "actionDigest" from standing_denials s
    where s.agent_id = ${agentId} and s.owner_epoch = ${ownerEpoch} and ${stands(now)}`);
  return { approvals, denials };
}

/** Undefined for one that this release can't read: it approves nothing, and its agent's requests reach people. */
function readStored({ id, statement }: StandingRow): StandingStatement | undefined {
  try {
    return readStandingStatement(new Uint8Array(statement ?? []));
  } catch (error) {
    recoveredErrors.publish({ during: `reading the standing approval ${id}`, error });
    return undefined;
  }
}
