import { withinLimitsText } from "#lib/approvals/standing/approvals/limits";
import { sampledSeconds } from "#lib/approvals/standing/approvals/sample";
import { isGivenUp, isIdleText } from "#lib/approvals/standing/approvals/surprise";
import { activeApproverText } from "#lib/people/active";
import { standingActor } from "#lib/voiding/end-standing-approvals";
import { insertedValues } from "./insert-batch.ts";

/** The parts of the statement that inserts requests that are about standing approvals. */
export interface DrawSteps {
  /** The batch's columns. */
  rows: "asks" | "draws";
  /** Which requests are drawn, before they are inserted; ends with a comma. */
  decide: string;
  /** What a draw stores, and what else changes of a standing approval; ends with a comma. */
  store: string;
  /** Joins what is drawn, by `n`. */
  drawn: string;
  /** More columns of a request, and the values of all. */
  columns: string;
  values: string;
  /** Conditions: whether the row of the standing approval is locked, the grant is issued, the request waits. */
  isLocked: string;
  isGranted: string;
  isWaiting: string;
  /** The kind of the outbox's row, and who hears of a request that no person is asked. */
  kind: string;
  isHeard: (otherwise: string) => string;
  /** Whether the request is drawn, and whether it ends the standing approval; beside `judged`. */
  results: string;
  isDrawn: string;
  isEnding: string;
}

const kind = "'request_' || state";

/** For a batch in which nothing stands for an agent. */
export const noDraws: DrawSteps = {
  ...{ rows: "asks", decide: "", store: "", drawn: "", columns: "", values: insertedValues() },
  ...{ isLocked: "true", isGranted: "true", isWaiting: "true", kind, isHeard: (otherwise) => otherwise },
  ...{ results: "", isDrawn: "false", isEnding: "false" },
};

const within = withinLimitsText({
  ...{ id: "standing_id", draw: "s_count + draw_turn", total: "s_total + draw_sum" },
  ...{
    count: `"mostDraws"`,
    perHour: `"perHour"`,
    mostTotal: `"mostTotal"`,
    amount: `"drawAmount"`,
    at: `"createdAt"`,
  },
});

/**
 * The steps of draws (docs/decisions/0043-standing-approvals.md). The rows of standing approvals are locked
 * after agents and keys, in the order of their IDs, and what they say is read from the locked rows. What else
 * is read is of the statement's beginning: a sampled request and an earlier draw that it doesn't see are of a
 * statement that committed in between, and then the request goes to the person.
 *
 * The person's row is locked without waiting, because a change to a person holds it and may wait for the row of
 * a standing approval. In the batch, what comes later counts all that comes before, also what isn't drawn in the
 * end.
 */
export const drawSteps = (whenLocked: "waits" | "skips"): DrawSteps => ({
  decide: `
  standing as materialized (
    select s.id as standing_id, s.person_id as approver_id, s.credential_id, s.agent_id as standing_agent_id, s.action_type as standing_type,
      s.owner_epoch as standing_epoch, s.count as s_count, s.total as s_total, s.last_drawn_at, s.created_at as signed_at,
      s.sampled, s.sampled_at, s.expires_at as stands_until, s.ended_at, s.ending_request_id, s.waits_for_admin
    from (select distinct "standingId" from asked join judged using (n) where "standingId" is not null and is_storable) wanted
      join standing_approvals s on s.id = wanted."standingId"
    order by s.id for update of s ${whenLocked === "skips" ? "skip locked" : ""}),
  approver as materialized (
    select standing_id as approved_by from standing join people p on p.id = approver_id
      join passkeys k on k.credential_id = standing.credential_id and k.person_id = p.id
    where ${activeApproverText} for key share of p, k skip locked),
  met as materialized (
    select n, standing_id, "actionDigest", s_count, s_total, "mostDraws", "perHour", "mostTotal", "drawAmount", "createdAt",
      ("isSample" or sampled_at <= "createdAt" - interval '${sampledSeconds} seconds') as takes_sample,
      is_open, is_open and is_surprise as is_ending,
      is_open and not waits_for_admin and "readRevision" = agent_revision and exists (select from approver where approved_by = standing_id)
        and visible = cardinality(sampled) and not is_awaited
        and not bool_or(is_surprise) over (partition by standing_id order by n) as is_possible
    from (
      select *, ended_at is null and stands_until > "createdAt" and standing_agent_id = "agentId" and standing_type = "actionType"
          and standing_epoch = "ownerEpoch" as is_open,
        "isSurprise" or ending_request_id is not null or is_given_up
          or ${isIdleText("signed_at", 'asked."createdAt"')} as is_surprise
      from asked join judged using (n) join standing on standing_id = "standingId" and is_storable
        cross join lateral (
          select count(*) as visible, coalesce(bool_or(${isGivenUp("r", 'asked."createdAt"')}), false) as is_given_up,
            coalesce(bool_or(r.state = 'pending' and r.action_digest = asked."actionDigest"), false) as is_awaited
          from requests r where r.id = any(standing.sampled)) samples) found),
  counted as (
    select *, row_number() over by_turn as draw_turn, sum(coalesce("drawAmount", 0)) over by_turn as draw_sum
    from met where is_possible window by_turn as (partition by standing_id order by n)),
  limited as materialized (select *, takes_sample as is_sampled from counted where ${within}),
  drawn as materialized (
    select n, standing_id, is_sampled, not is_sampled and not coalesce(bool_or(is_sampled) over (
        partition by standing_id, "actionDigest" order by n rows between unbounded preceding and 1 preceding), false) as is_drawn
    from limited),`,
  store: `
  numbered as materialized (
    select n, standing_id, s_count + row_number() over by_turn as draw, s_total + sum(coalesce(asked."drawAmount", 0)) over by_turn as total
    from inserted join drawn using (n) join met using (n, standing_id) join asked using (n) where is_drawn
    window by_turn as (partition by standing_id order by n)),
  given as (
    insert into approvals (id, request_id, person_id, decision, capacity, statement, credential_id, public_key, authenticator_data,
      client_data_json, signature, passkey_origin, standing_approval_id, draw, draw_total, created_at)
    select "approvalId", asked.id, s.person_id, 'approve', capacity, s.statement, s.credential_id, s.public_key, s.authenticator_data,
      s.client_data_json, s.signature, s.passkey_origin, s.id, draw, case when "drawAmount" is not null then numbered.total end, "createdAt"
    from numbered join asked using (n) join standing_approvals s on s.id = standing_id),
  draw_event as (
    insert into audit_events (id, at, type, actor_id, agent_id, request_id, body)
    select "drawEventId", "createdAt", 'standing_approval.drawn', '${standingActor.id}', "agentId", id,
      convert_to("drawEventBefore" || draw || "drawEventAfter", 'utf8')
    from numbered join asked using (n)),
  approved_event as (
    insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
    select "approvedEventId", "createdAt", 'request.approved', '${standingActor.id}', "ownerId", "agentId", id, "approvedEventBody"
    from numbered join asked using (n)),
  changed as (
    update standing_approvals s set count = coalesce(of.draw, s.count), total = coalesce(of.total, s.total),
      last_drawn_at = greatest(of.drawn_at, s.last_drawn_at), sampled_at = coalesce(of.sampled_from, s.sampled_at),
      sampled = case when of.sampled is null then s.sampled
        else array(select r.id from requests r where r.id = any(s.sampled) and r.state not in ('approved', 'denied')) || of.sampled end,
      ending_request_id = coalesce(s.ending_request_id, of.ending)
    from (
      select met.standing_id, max(draw)::integer as draw, max(numbered.total) as total, max(asked."createdAt") filter (where draw is not null) as drawn_at,
        min("sampledFrom") filter (where is_sampled) as sampled_from, array_agg(id order by n) filter (where is_sampled) as sampled,
        min(id) filter (where is_ending) as ending
      from inserted join met using (n) join asked using (n) left join drawn using (n) left join numbered using (n)
      group by met.standing_id) of
    where s.id = of.standing_id and (of.draw is not null or of.sampled is not null or of.ending is not null)),`,
  rows: "draws",
  drawn: "left join drawn using (n)",
  columns: ", approvals_given, standing_approval_id",
  // A drawn request is stored approved. Its event says that it was pending, and two more what approved it.
  values: `${insertedValues({
    state: "case when is_drawn then 'approved' else state end",
    closedAt: `case when is_drawn then "createdAt" else "closedAt" end`,
  })}, case when is_drawn then "approvalsRequired" else 0 end, case when is_drawn then "standingId" end`,
  isLocked: `("standingId" is null or exists (select from standing where standing_id = "standingId"))`,
  isGranted: `("standingId" is null or is_drawn)`,
  isWaiting: "is_drawn is not true",
  kind: `case when is_drawn then 'request_closed' else ${kind} end`,
  // As the trigger of `requests` does for a pending request that closes, if a program listens.
  isHeard: (
    otherwise,
  ) => `case when is_drawn then exists (select from endpoint where 'request.approved' = any(endpoint.event_types))
      or exists (select from webhook_endpoints w where w.agent_id = asked."agentId" and w.status = 'active') else ${otherwise} end`,
  results: "join asked using (n) left join drawn using (n) left join met using (n)",
  isDrawn: "coalesce(is_drawn, false)",
  isEnding: "coalesce(is_ending, false)",
});
