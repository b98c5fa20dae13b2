import type { Database } from "#db/client";
import type { CloseReason, RequestState } from "#db/schema/requests";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { enoughText, withDecided } from "./decided-requests.ts";
import { type Mark, marks } from "./human-quality-marks.ts";
import { zonesInUse } from "./known-zones.ts";
import { query, run } from "./query.ts";
import type { RiskClass } from "./read-human-quality.ts";
import type { CoverageWindow } from "./window.ts";

/** A request behind a figure, without its decider. */
export interface DecidedRequest {
  id: string;
  actionType: string;
  /** From the action types; null for an unknown type. */
  title: string | null;
  risk: RiskClass;
  state: RequestState;
  closeReason: CloseReason | null;
}

export interface DecidedFilter {
  mark: Mark;
  risk?: RiskClass | undefined;
  /** The ID of the request after which the page begins. */
  after?: string | undefined;
}

export interface DecidedPage {
  requests: DecidedRequest[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

const pageSize = 50;

/** A page of a figure's requests, newest first; undefined with too little data. For admins and auditors. */
export async function listDecided(
  db: Database,
  { viewer, window, filter }: { viewer: Viewer; window: CoverageWindow; filter: DecidedFilter },
): Promise<DecidedPage | undefined> {
  requireRole(viewer, "admin", "auditor");
  const { mark, risk, after } = filter;
  const { of, condition } = marks[mark];
  const asked = query`
    ${withDecided(window, await zonesInUse(db.$client))}, base as (
      select * from decided where ${{ sql: marks[of].condition }} and (${risk ?? ""} = '' or risk = ${risk ?? ""})),
    shares as (
      select coalesce(sum(n), 0) as total, count(*) as people, coalesce(max(n), 0) as most
      from (select count(*) as n from base group by person_id) by_person)
    select b.id, b.action_type as "actionType", t.title, b.risk, b.state, b.close_reason as "closeReason"
    from (select from shares where ${{ sql: enoughText }}) shown
      left join lateral (
        select * from base where ${{ sql: condition }} and (${after ?? ""} = '' or id < ${after ?? ""})
        order by id desc limit ${pageSize + 1}) b on true
      left join action_types t on t.type = b.action_type
    order by b.id desc`;
  const rows = await run<DecidedRequest | { id: null }>(db.$client, asked);
  if (rows.length === 0) return undefined;
  const found = rows.filter((row): row is DecidedRequest => row.id !== null);
  const requests = found.slice(0, pageSize);
  return { requests, next: found.length > pageSize ? (requests.at(-1)?.id ?? null) : null };
}
