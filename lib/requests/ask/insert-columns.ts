import { getTableColumns } from "drizzle-orm";
import { requests } from "#db/schema/requests";
import type { AuditRow } from "#lib/audit/record";
import type { AgentCaller } from "#lib/callers/find-caller";
import { expiryDueAt } from "#lib/expiries/expiry-due";
import { newId } from "#lib/kernel/ids";
import { type Limit, windowStart } from "#lib/limits/take";
import { isSetLater, type NewRequest, type StoredGrant } from "./new-request.ts";

/** What is written together. */
export interface RequestInsert {
  request: NewRequest;
  grant: StoredGrant | undefined;
  event: AuditRow;
  /** How often the agent may ask. */
  limit: Limit;
  /** How many requests of the agent may wait for a person at a time. */
  mostPending: number;
  /** Whether the ask was counted against the limit before. */
  isCounted: boolean;
  /** What the statement has to confirm of a caller in memory; undefined for a caller that was read for this ask. */
  remembered: Pick<AgentCaller, "revision" | "signingKid"> | undefined;
}

/** One record of the batch: the request, and what goes with it. */
export type InsertColumns = ReturnType<typeof insertColumns>;

/** One record of the batch. The request is a member, because copying its columns would cost more than sending them. */
export function insertColumns(insert: RequestInsert) {
  const { request, grant, event, limit, mostPending, isCounted, remembered } = insert;
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
    outboxId: newId("obx", request.createdAt),
    bucket: limit.bucket,
    windowStart: windowStart(limit.windowSeconds, request.createdAt),
    most: limit.limit,
    mostPending: isPending ? mostPending : null,
    isCounted,
    revision: remembered?.revision ?? null,
    signingKid: remembered?.signingKid ?? null,
  } satisfies Record<keyof typeof envelope, unknown>;
  return { request, withRequest };
}

/** What goes with a request in one record of the batch, with its type in PostgreSQL. */
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
  outboxId: "text",
  bucket: "text",
  windowStart: "timestamp with time zone",
  most: "integer",
  mostPending: "integer",
  isCounted: "boolean",
  revision: "integer",
  signingKid: "text",
} as const;

/** The columns of `requests` that a new request has. Derived from the schema, so that an added column is stored. */
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

/** The values of a column of the batch. */
export function valuesOf(name: string, batch: InsertColumns[]): unknown[] {
  return name in envelope
    ? batch.map(({ withRequest }) => withRequest[name as EnvelopeName])
    : batch.map(({ request }) => request[name as keyof NewRequest]);
}

/** The columns of a new row of `requests`, and their values, in the same order. */
export const insertedColumns = requestColumns.map(({ name }) => name).join(", ");
export const insertedValues = requestColumns.map(({ member }) => `"${member}"`).join(", ");
