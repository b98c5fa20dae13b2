import { getTableColumns } from "drizzle-orm";
import { requests } from "#db/schema/requests";
import type { AuditRow } from "#lib/audit/record";
import { expiryDueAt } from "#lib/expiries/expiry-due";
import { newId } from "#lib/ids";
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
}

/** One record of the batch, as the statement reads it. */
export type InsertColumns = ReturnType<typeof insertColumns>;

/** One record of the batch. */
export function insertColumns({ request: r, grant, event, limit, mostPending, isCounted }: RequestInsert) {
  const isPending = r.state === "pending";
  const dueAt = grant
    ? expiryDueAt(grant.expiresAt, "grant")
    : isPending
      ? expiryDueAt(r.expiresAt, "request")
      : null;
  const record = {
    ...r,
    bodyHash: base64(r.bodyHash),
    grantId: grant?.id ?? null,
    kid: grant?.kid ?? null,
    claims: grant?.claims ?? null,
    grantIssuedAt: grant?.issuedAt ?? null,
    grantExpiresAt: grant?.expiresAt ?? null,
    dueAt,
    eventId: event.id,
    eventType: event.type,
    actorId: event.actorId,
    eventBody: base64(event.body),
    outboxId: newId("obx", r.createdAt),
    bucket: limit.bucket,
    windowStart: windowStart(limit.windowSeconds, r.createdAt),
    most: limit.limit,
    mostPending: isPending ? mostPending : null,
    isCounted,
  };
  return record satisfies Record<keyof typeof envelope, unknown>;
}

// Derived from the schema, so that an added column is stored here.
const columns = Object.entries(getTableColumns(requests))
  .filter(([member]) => !isSetLater(member))
  .map(([member, column]) => ({ member, name: column.name, type: column.getSQLType() }));

/** What goes with a request in one record of the batch, with its type in PostgreSQL. */
const envelope = {
  labels: "text[]",
  grantId: "text",
  kid: "text",
  claims: "text",
  grantIssuedAt: "timestamptz",
  grantExpiresAt: "timestamptz",
  dueAt: "timestamptz",
  eventId: "text",
  eventType: "text",
  actorId: "text",
  eventBody: "text",
  outboxId: "text",
  bucket: "text",
  windowStart: "timestamptz",
  most: "int",
  mostPending: "int",
  isCounted: "boolean",
} as const;

for (const { member, type } of columns) {
  if (member in envelope) throw new Error(`the column ${member} has the name of a member of the batch`);
  if (type === "bytea" && member !== "bodyHash")
    throw new Error(`encode ${member} as base64, as bodyHash is`);
}

/** The columns as `json_to_recordset` reads them. Bytes are base64, because JSON has no bytes. */
export const recordColumns = [
  ...columns.map(({ member, type }) => `"${member}" ${type === "bytea" ? "text" : type}`),
  ...Object.entries(envelope).map(([member, type]) => `"${member}" ${type}`),
].join(", ");
/** The columns of `requests` that a new request has, and their values, in the same order. */
export const insertedColumns = columns.map(({ name }) => name).join(", ");
export const insertedValues = columns
  .map(({ member, type }) => (type === "bytea" ? `decode("${member}", 'base64')` : `"${member}"`))
  .join(", ");

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
