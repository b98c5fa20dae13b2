import { inArray, sql } from "drizzle-orm";
import { clientOf, type Database } from "#db/client";
import { people } from "#db/schema/directory";
import { capacitiesOf } from "#lib/approvals/counting/capacities";
import { type EligibleApprovers, loadEligibleApproversOf } from "#lib/approvals/eligible-approvers";
import { findUnseen } from "#lib/notices/list-notices";
import type { NoticeView } from "#lib/notices/notice-view";
import { findDetailChannels } from "#lib/notifications/channels/detail-channels";
import { loadPreferences, type Preferences } from "#lib/notifications/channels/preferences";
import type { ClaimedDelivery } from "#lib/notifications/deliveries/claim-deliveries";
import {
  loadAgents,
  loadRequestSubjects,
  type RequestSubject,
} from "#lib/notifications/planning/load-events";
import { findRepeatsFor } from "#lib/requests/unusual/approved-before/list-approved-before";
import { type Environment, findEnvironment } from "#lib/workspace/environment";
import { countPending, type Details, loadDetails } from "./load-details.ts";

/** The sources of messages, read anew for each batch. */
export interface MessageContext {
  environment: Environment | undefined;
  subjects: Map<string, RequestSubject>;
  /** Whether the person may still decide the request. */
  canDecide: (requestId: string, personId: string) => boolean;
  /** Whether the request repeats an approved request that the person may open. */
  isRepeat: (requestId: string, personId: string) => boolean;
  deciders: Map<string, string>;
  notices: Map<string, NoticeView>;
  /** Of events about an agent without a request. */
  agents: Map<string, { id: string; name: string }>;
  people: Map<string, { id: string; name: string; email: string }>;
  preferences: (personId: string) => Preferences;
  pendingCounts: Map<string, number>;
  /** Action and amount by delivery, where allowed. */
  details: Map<string, Details>;
  /** The followed deliveries' references, by ID; absent for an unsent delivery. */
  followed: Map<string, string | null>;
}

/** Reads the current truth about deliveries, not the planned truth. */
export async function loadContext(
  db: Database,
  claims: ClaimedDelivery[],
  now: Date,
): Promise<MessageContext> {
  const requestIds = distinct(claims.map(({ requestId }) => requestId));
  const personIds = distinct(claims.map(({ personId }) => personId));
  const subjects = await loadRequestSubjects(db, requestIds);
  const isPending = (id: string) => subjects.get(id)?.facts.state === "pending";
  const open = requestIds.filter(isPending);
  const ended = requestIds.filter((id) => !isPending(id));
  // Only a push has a badge, and counting costs most.
  const counted = distinct(
    claims.filter(({ channel }) => channel === "web_push").map(({ personId }) => personId),
  );
  const withoutRequest = claims.filter(({ requestId }) => requestId === null);
  const agents = await loadAgents(db, distinct(withoutRequest.map(({ agentId }) => agentId)));
  const openTo = claims.flatMap(({ requestId, personId }) =>
    requestId !== null && personId !== null && isPending(requestId) ? [{ requestId, personId }] : [],
  );
  const [eligible, isRepeat, deciders, unseen, persons, preferences, counts, followed, environment] =
    await Promise.all([
      loadEligibleApproversOf(
        clientOf(db),
        open.map((requestId) => ({ requestId, now })),
      ),
      findRepeatsFor(db, openTo, now),
      findDeciders(db, ended),
      findUnseen(db, { noticeIds: distinct(claims.map(({ noticeId }) => noticeId)), now }),
      db
        .select({ id: people.id, name: people.name, email: people.email, status: people.status })
        .from(people)
        .where(inArray(people.id, personIds)),
      loadPreferences(db, personIds),
      countPending(db, counted, now),
      findFollowed(db, distinct(claims.map(({ follows }) => follows))),
      findEnvironment(db),
    ]);
  const eligibleOf = new Map<string, EligibleApprovers>();
  for (const [n, requestId] of open.entries()) {
    const each = eligible[n];
    if (each) eligibleOf.set(requestId, each);
  }
  return {
    subjects,
    ...{ environment, isRepeat, deciders, agents },
    canDecide: (requestId, personId) => {
      const each = eligibleOf.get(requestId);
      return (
        each !== undefined && !each.decidedIds.has(personId) && capacitiesOf(each, personId, now).length > 0
      );
    },
    notices: new Map(unseen.map((notice) => [notice.id, notice])),
    people: new Map(persons.filter(({ status }) => status === "active").map((person) => [person.id, person])),
    preferences,
    pendingCounts: counts,
    details: await findDetails(db, claims),
    followed,
  };
}

async function findDetails(db: Database, claims: ClaimedDelivery[]): Promise<Map<string, Details>> {
  const allowed: string[] = await findDetailChannels(db);
  const detailed = claims.filter(({ channel }) => allowed.includes(channel));
  const details = await loadDetails(db, distinct(detailed.map(({ requestId }) => requestId)));
  return new Map(
    detailed.flatMap(({ id, requestId }) => {
      const found = details.get(requestId ?? "");
      return found === undefined ? [] : [[id, found]];
    }),
  );
}

async function findDeciders(db: Database, requestIds: string[]): Promise<Map<string, string>> {
  if (requestIds.length === 0) return new Map();
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select distinct on (d.request_id) d.request_id as id, p.name from approvals d
      join people p on p.id = d.person_id join requests r on r.id = d.request_id
    where d.request_id = any(${sql.param(requestIds)}::text[]) and d.standing_approval_id is null
      and ((r.state = 'approved' and d.decision = 'approve') or (r.state = 'denied' and d.decision = 'deny'))
    order by d.request_id, d.created_at desc, d.id desc`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function findFollowed(db: Database, ids: string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db.execute<{ id: string; reference: string | null }>(
    sql`select id, reference from deliveries where id = any(${sql.param(ids)}::text[]) and state = 'delivered'`,
  );
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}

function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
