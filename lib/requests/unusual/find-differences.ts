import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { canonicalJson, type Json } from "#lib/canonical";
import { pointer } from "#lib/json/pointer.mjs";
import type { Action } from "#lib/policy/language/action";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import { type ComparedRequest, decidedBefore } from "./decided-before.ts";
import { differenceDescriptions } from "./describe-difference.ts";
import { countEqual, type Difference, differencesOf } from "./differences.ts";
import { excerptOf } from "./excerpt.ts";
import type { Differences, ShownDifference } from "./finding.ts";

/** The approved requests among which the most similar one is looked for. */
const mostCandidates = 100;
/** More differences than this are counted, not shown: the parameters are on the page in full. */
const mostDifferences = 10;

interface Candidate extends Record<string, unknown> {
  id: string;
  at: string;
  action: string;
}

/**
 * The differences from the most similar of the agent's last approved requests of this type that the
 * viewer may open. The most similar request has the most equal values at equal paths of its
 * parameters, resource and tool; the newest of several. One is enough, if it has an equal value.
 * Undefined for an equal action: nothing differs.
 */
export async function findDifferences(
  db: Database,
  viewer: RequestReader,
  request: ComparedRequest,
  now: Date,
): Promise<Differences | undefined> {
  const candidates = await db.execute<Candidate>(sql`
    select r.id, coalesce(r.closed_at, r.created_at) as at, r.action
    from ${decidedBefore(request)} r join agents a on a.id = r.agent_id
    where r.state = 'approved' and r.action_type = ${request.action.type} and ${readableRequests(viewer, now)}
    order by r.id desc limit ${mostCandidates}`);
  const after = comparedPart(request.action);
  const similar = mostSimilar(after, candidates);
  if (!similar) return undefined;
  const descriptionOf = differenceDescriptions(similar.action, request.action, request.descriptor);
  const { shown, more } = firstDifferences(comparedPart(similar.action), after, descriptionOf);
  const { id, at } = similar.candidate;
  return shown.length === 0
    ? undefined
    : { kind: "differences", requestId: id, at: new Date(at), shown, more };
}

function mostSimilar(after: Json, candidates: Candidate[]) {
  let best: { candidate: Candidate; action: Action } | undefined;
  let mostEqual = 0;
  for (const candidate of candidates) {
    const action = JSON.parse(candidate.action) as Action;
    const equal = countEqual(comparedPart(action), after);
    if (equal > mostEqual) [best, mostEqual] = [{ candidate, action }, equal];
  }
  return best;
}

/** What differences are looked for in: all of an action but its type. */
export function comparedPart({ resource, audience, params }: Action): Json {
  return {
    ...(resource === undefined ? {} : { resource }),
    ...(audience === undefined ? {} : { audience }),
    params,
  };
}

type Descriptions = ReturnType<typeof differenceDescriptions>;

/** The first differences as text, and how many more there are. */
export function firstDifferences(
  before: Json,
  after: Json,
  descriptionOf: Descriptions,
  most = mostDifferences,
): Pick<Differences, "shown" | "more"> {
  const shown: ShownDifference[] = [];
  let more = 0;
  for (const difference of differencesOf(before, after)) {
    if (shown.length < most) shown.push(shownDifference(difference, descriptionOf));
    else more++;
  }
  return { shown, more };
}

function shownDifference({ path, before, after }: Difference, descriptionOf: Descriptions): ShownDifference {
  const whole = path.reduce(pointer, "");
  const described = descriptionOf(whole);
  const [was, is] = [before, after].map((value) => (value === undefined ? null : canonicalJson(value)));
  return {
    pointer: excerptOf(whole),
    before: was == null ? null : excerptOf(was, is),
    after: is == null ? null : excerptOf(is, was),
    ...(described && { described }),
  };
}
