import { sql } from "drizzle-orm";
import { pointer } from "#client/json/pointer";
import type { Database } from "#db/client";
import { canonicalJson, type Json } from "#lib/json/canonical";
import type { Action } from "#lib/policy/language/action";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import { type ComparedRequest, decidedBefore, rangeOf } from "./decided-before.ts";
import { differenceDescriptions } from "./describe-difference.ts";
import { countEqual, type Difference, differencesOf } from "./differences.ts";
import type { Differences, Excerpt, ShownDifference } from "./finding.ts";

const mostCandidates = 100;
/** More differences than this are counted, not shown: the parameters are on the page in full. */
const mostDifferences = 10;

type Row = { id: string; at: string; action: string };

type Candidate = Omit<Row, "action"> & { action: Action };

interface Found {
  differences: Differences;
  /** Whether any value is equal. */
  isSimilar: boolean;
  /** The approved actions that the request was compared with, newest first. */
  earlier: Action[];
}

/**
 * The differences from the most similar of the agent's last approved requests of this type that the
 * viewer may open: the one with the most equal values at equal paths of parameters, resource and
 * tool; without an equal value, from the newest. By the IDs of the compared requests, of one agent and type.
 */
export async function findDifferences(
  db: Database,
  viewer: RequestReader,
  requests: ComparedRequest[],
  now: Date,
): Promise<Map<string, Found>> {
  const { first } = rangeOf(requests);
  const rows = await db.execute<Row>(sql`
    with decided as materialized (select * from ${decidedBefore(requests)} newest)
    select r.id, coalesce(r.closed_at, r.created_at) as at, r.action
    from decided r join agents a on a.id = r.agent_id
    where r.state = 'approved' and r.action_type = ${requests[0]?.action.type} and ${readableRequests(viewer, now)}
    order by r.id desc limit ${mostCandidates} + (select count(*) from decided where id >= ${first})`);
  const candidates = rows.map((row) => ({ ...row, action: JSON.parse(row.action) as Action }));
  const compared = requests.map((request) => [request.id, differencesFrom(candidates, request)] as const);
  return new Map(compared.flatMap(([id, found]) => (found ? [[id, found]] : [])));
}

/** @param candidates newest first. */
function differencesFrom(candidates: Candidate[], request: ComparedRequest): Found | undefined {
  const after = comparedPart(request.action);
  const earlier = candidates.filter(({ id }) => id < request.id).slice(0, mostCandidates);
  const similar = mostSimilar(after, earlier);
  const compared = similar ?? earlier[0];
  if (!compared) return undefined;
  const { id, at, action } = compared;
  const descriptionOf = differenceDescriptions(action, request.action, request.descriptor);
  const { shown, more } = firstDifferences(comparedPart(action), after, descriptionOf);
  if (shown.length === 0) return undefined;
  const differences = { kind: "differences" as const, requestId: id, at: new Date(at), shown, more };
  return {
    differences,
    isSimilar: similar !== undefined,
    earlier: earlier.map((candidate) => candidate.action),
  };
}

function mostSimilar(after: Json, candidates: Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  let mostEqual = 0;
  for (const candidate of candidates) {
    const equal = countEqual(comparedPart(candidate.action), after);
    if (equal > mostEqual) [best, mostEqual] = [candidate, equal];
  }
  return best;
}

/** An action without its type. */
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

const longest = 80;
/** How many equal characters are shown ahead of the first different one. */
const lead = 20;

/** The part of a long text shortly before its first difference. */
export function excerptOf(text: string, other?: string | null): Excerpt {
  if (text.length <= longest) return { text, of: null };
  let equal = 0;
  while (equal < text.length && text[equal] === other?.[equal]) equal++;
  const start = wholeCharacter(text, Math.max(0, equal - lead));
  return { text: text.slice(start, wholeCharacter(text, start + longest)), of: text.length };
}

/** The position, not inside a character of two code units. */
function wholeCharacter(text: string, at: number): number {
  const isInside = /[\uDC00-\uDFFF]/.test(text[at] ?? "") && /[\uD800-\uDBFF]/.test(text[at - 1] ?? "");
  return isInside ? at - 1 : at;
}
