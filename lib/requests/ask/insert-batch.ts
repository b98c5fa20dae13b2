import { getTableColumns } from "drizzle-orm";
import type postgres from "postgres";
import { batchRows } from "#db/batch-rows";
import { requests } from "#db/schema/requests";
import type { AuditRow } from "#lib/audit/record";
import { expiryDueAt } from "#lib/expiries/expiries";
import type { Redemption } from "#lib/grants/redemption";
import { newId } from "#lib/kernel/ids";
import { windowStart } from "#lib/limits/take";
import { drawTypes, drawValue, type PlannedDraw } from "./draw-columns.ts";
import { isSetLater, type NewRequest, type StoredGrant } from "./new-request.ts";
import type { Submission } from "./submission.ts";

/** One record of the batch, with the request as a member: copying costs more than sending. */
export type RequestInsert = ReturnType<typeof requestInsert>;

/** @param options.isCounted whether the ask was counted against the limit before. */
export function requestInsert(
  { limit, mostPending, caller }: Submission,
  {
    request,
    grant,
    event,
    redemption,
    draw,
  }: {
    request: NewRequest;
    /** Of a request that policy allows, or that a draw approves. */
    grant: StoredGrant | undefined;
    event: AuditRow;
    redemption: (Redemption & { event: AuditRow }) | undefined;
    /** What it does with a standing approval. */
    draw: PlannedDraw | undefined;
  },
  { isCounted }: { isCounted: boolean },
) {
  const isPending = request.state === "pending";
  const withRequest = {
    labels: request.labels,
    grantId: grant?.id ?? null,
    kid: grant?.kid ?? null,
    claims: grant?.claims ?? null,
    grantIssuedAt: grant?.issuedAt ?? null,
    grantExpiresAt: grant?.expiresAt ?? null,
    dueAt: isPending ? expiryDueAt(request.expiresAt) : null,
    eventId: event.id,
    eventType: event.type,
    actorId: event.actorId,
    eventBody: event.body,
    redemptionEventId: redemption?.event.id ?? null,
    redemptionEventType: redemption?.event.type ?? null,
    redemptionEventBody: redemption?.event.body ?? null,
    executionDueAt: redemption?.execution?.dueAt ?? null,
    executionBoundaryId: redemption?.execution?.boundaryId ?? null,
    callHash: redemption?.execution?.callHash ?? null,
    outboxId: newId("obx", request.createdAt),
    bucket: limit.bucket,
    windowStart: windowStart(limit.windowSeconds, request.createdAt),
    most: limit.limit,
    mostPending: isPending ? mostPending : null,
    isCounted,
    // What the statement has to confirm of a caller in memory.
    revision: caller.isRemembered ? caller.revision : null,
    signingKid: caller.isRemembered ? caller.signingKid : null,
  } satisfies Record<keyof typeof envelope, unknown>;
  return { request, grant, redemption, draw, withRequest };
}

/** A record's part next to the request, with PostgreSQL types. */
const envelope = {
  labels: "text[]",
  grantId: "text",
  kid: "text",
  claims: "text",
  grantIssuedAt: "timestamp with time zone",
  grantExpiresAt: "timestamp with time zone",
  dueAt: "timestamp with time zone",
  eventId: "text",
  eventType: "text",
  actorId: "text",
  eventBody: "bytea",
  redemptionEventId: "text",
  redemptionEventType: "text",
  redemptionEventBody: "bytea",
  executionDueAt: "timestamp with time zone",
  executionBoundaryId: "text",
  callHash: "text",
  outboxId: "text",
  bucket: "text",
  windowStart: "timestamp with time zone",
  most: "integer",
  mostPending: "integer",
  isCounted: "boolean",
  revision: "integer",
  signingKid: "text",
} as const;

/** A new request's columns of `requests`, derived from the schema: an added column is stored. */
const requestColumns = Object.entries(getTableColumns(requests))
  .filter(([member]) => !isSetLater(member))
  .map(([member, column]) => ({ member, name: column.name, type: column.getSQLType() }));

for (const { member } of requestColumns)
  if (member in envelope) throw new Error(`the column ${member} has the name of a member of the batch`);

type EnvelopeName = keyof typeof envelope;

/** The columns of the batch, with their types in PostgreSQL. */
export const recordTypes: [name: string, type: string][] = [
  ...requestColumns.map(({ member, type }): [string, string] => [member, type]),
  ...Object.entries(envelope),
];

/** The columns of a new row of `requests`. */
export const insertedColumns = requestColumns.map(({ name }) => name).join(", ");

/** The values of {@link insertedColumns}, in the same order. @param others by member, for those of the batch */
export function insertedValues(others: Record<string, string> = {}): string {
  return requestColumns.map(({ member }) => others[member] ?? `"${member}"`).join(", ");
}

const places = [
  ["behind", "integer"],
  ["turn", "integer"],
] as const;
const rows = {
  asks: batchRows([...recordTypes, ...places]),
  draws: batchRows([...recordTypes, ...places, ...drawTypes]),
};
type Kind = keyof typeof rows;

/** The batch as the statement reads it: a row for each request, numbered by `n`. */
export function askedRows(kind: Kind): string {
  return rows[kind].text;
}

/** The parameters of {@link askedRows}: an array for each column. */
export function askedParameters(
  sql: postgres.ISql,
  batch: RequestInsert[],
  kind: Kind = "asks",
): postgres.Parameter[] {
  const { behind, turn } = placesIn(batch);
  return rows[kind].parameters(sql, (name) => {
    if (name === "behind") return behind;
    if (name === "turn") return turn;
    return valuesOf(name, batch);
  });
}

const drawNames = new Map(drawTypes);

function valuesOf(name: string, batch: RequestInsert[]): unknown[] {
  if (drawNames.has(name)) return batch.map(({ draw }) => drawValue(name, draw));
  return name in envelope
    ? batch.map(({ withRequest }) => withRequest[name as EnvelopeName])
    : batch.map(({ request }) => request[name as keyof NewRequest]);
}

/**
 * `behind`: how many requests of the batch that count against the same limit come later, negative.
 * `turn`: the number of the request among its agent's that would be pending, from 1.
 */
function placesIn(batch: RequestInsert[]): { behind: number[]; turn: number[] } {
  const uses = new Map<string, number>();
  const pending = new Map<string, number>();
  const use = batch.map(({ withRequest: { isCounted, bucket, windowStart } }) =>
    isCounted ? 0 : countIn(uses, `${windowStart.getTime()} ${bucket}`),
  );
  const behind = batch.map(
    ({ withRequest: { bucket, windowStart } }, index) =>
      (use[index] ?? 0) - (uses.get(`${windowStart.getTime()} ${bucket}`) ?? 0),
  );
  const turn = batch.map(({ request, withRequest }) =>
    withRequest.mostPending === null ? 0 : countIn(pending, request.agentId),
  );
  return { behind, turn };
}

function countIn(counts: Map<string, number>, name: string): number {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count;
}
