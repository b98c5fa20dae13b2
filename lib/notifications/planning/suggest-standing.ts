import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { listConsidered } from "#lib/approvals/standing/approvals/considered";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { firstIdAt } from "#lib/kernel/ids";

const withinSeconds = 3600;
/** One ask of a type is none that a standing approval would have spared. */
const fewestAsks = 2;
const mostSuggested = 3;

/** A standing approval that would spare a person requests. */
export interface Suggested {
  agent: { id: string; name: string };
  actionType: string;
  /** The request to sign it from: the newest that the person approved after a look. */
  requestId: string;
  /** How many approvals it rests on. */
  approved: number;
}

/**
 * For a person who was asked more often within the hour than their budget: the standing approvals that the
 * page of a request would suggest, of the agents and action types that asked most, and not signed yet.
 */
export async function suggestAboveBudget(
  db: Database,
  { personId, now }: { personId: string; now: Date },
): Promise<Suggested[]> {
  const suggested: Suggested[] = [];
  for (const { agentId, name, ownerEpoch, actionType } of await listAskedMost(db, { personId, now })) {
    const [newest] = await listConsidered(db, { personId, agentId, ownerEpoch, actionType, now });
    if (!newest) continue;
    const { requestId } = newest;
    const draft = await draftStanding(db, { requestId, personId, now }).catch((thrown: unknown) => {
      if (thrown instanceof CountersignError && thrown.code === "not_entitled") return undefined;
      throw thrown;
    });
    if (!draft?.isSuggested) continue;
    suggested.push({ agent: { id: agentId, name }, actionType, requestId, approved: draft.restsOn.count });
  }
  return suggested;
}

type Asked = { agentId: string; name: string; ownerEpoch: number; actionType: string };

// Without a budget, it reads one row.
async function listAskedMost(
  db: Database,
  { personId, now }: { personId: string; now: Date },
): Promise<Asked[]> {
  const since = firstIdAt("req", addSeconds(now, -withinSeconds));
  return db.execute<Asked>(sql`
    select a.id as "agentId", a.name, a.owner_epoch as "ownerEpoch", asked.action_type as "actionType"
    from notification_preferences p cross join lateral (
        select r.agent_id, r.action_type, count(*) as asks, sum(count(*)) over () as all_asks
        from requests r where r.state not in ('allowed', 'blocked') and r.id collate "C" >= ${since}
          and exists (select from deliveries d where d.request_id = r.id and d.person_id = ${personId}
            and d.kind in ('request_pending', 'request_escalated') and d.follows is null)
        group by r.agent_id, r.action_type) asked
      join agents a on a.id = asked.agent_id
    where p.person_id = ${personId} and p.hourly_budget is not null and asked.all_asks > p.hourly_budget and asked.asks >= ${fewestAsks}
      and not exists (select from standing_approvals s where s.agent_id = a.id and s.person_id = ${personId}
        and s.action_type = asked.action_type and s.ended_at is null and s.expires_at > ${now.toISOString()})
    order by asked.asks desc, a.id, asked.action_type limit ${mostSuggested}`);
}
