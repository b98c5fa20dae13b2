import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { canonicalBytes } from "#lib/json/canonical";
import { chunksOf } from "#lib/kernel/chunks";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import type { AuditEventType } from "./event-types.ts";

// The names are stored in every event and never change: a transparency log is built over the bytes.
const subjectKinds = [
  "person",
  "agent",
  "request",
  "key",
  "tool",
  "grant",
  "approval",
  "standing_approval",
  "offer",
  "attestation",
  "passkey",
  "enrollment",
  "session",
  "group",
  "delegate",
  "delegation",
  "proposal",
  "replay",
  "policy_version",
  "policy_token",
  "scim_token",
  "sso_connection",
  "event_source",
  "webhook_endpoint",
  "push_subscription",
  "chat_setting",
  "boundary",
  "workload_identity",
] as const;

/** What an event can be about. */
export type SubjectKind = (typeof subjectKinds)[number];

const knownKinds: ReadonlySet<string> = new Set(subjectKinds);

/** The actor as events store it. */
export interface RecordedActor {
  type: "person" | "agent" | "tool" | "boundary" | "system";
  /** `per_`, `agt_`, `tol_` or `bnd_` ID; for the system a job or command, such as `expire`. */
  id: string;
}

/** The actor of an event: a person, such as the viewer, or a program. */
export type Actor = { personId: string } | RecordedActor;

export interface AuditFact {
  type: AuditEventType;
  actor: Actor;
  /** The subjects of the act, by ID. */
  subject: Partial<Record<SubjectKind, string>>;
  /** Stored permanently: no personal data, no secrets, no agent text. */
  data?: Record<string, unknown>;
}

/** The columns of one row of `audit_events`, ready to be written. */
export interface AuditRow {
  id: string;
  at: Date;
  type: AuditEventType;
  actorId: string;
  personId: string | null;
  agentId: string | null;
  requestId: string | null;
  body: Uint8Array;
}

const maximumEventBytes = 65_535;
/** Events written by one statement. */
const batch = 1000;

/** Writes an event in the change's transaction (invariant 10). @throws `internal` over 65,535 bytes */
export async function recordAudit(db: Database | Transaction, fact: AuditFact, now: Date): Promise<void> {
  await recordAudits(db, [fact], now);
}

/** Writes a thousand events a statement, so that locks on many rows don't last long. */
export async function recordAudits(
  db: Database | Transaction,
  facts: readonly AuditFact[],
  now: Date,
): Promise<void> {
  for (const chunk of chunksOf(facts, batch))
    await insertRows(
      db,
      chunk.map((fact) => auditRow(fact, now)),
    );
}

async function insertRows(db: Database | Transaction, rows: AuditRow[]): Promise<void> {
  const column = <T>(pick: (row: AuditRow) => T) => fragment.param(rows.map(pick));
  // Bodies go as base64, because postgres.js sends no arrays of bytea.
  await db.execute(fragment`
    insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
    select id, at, type, actor_id, person_id, agent_id, request_id, decode(body, 'base64')
    from unnest(${column(({ id }) => id)}::text[], ${column(({ at }) => at.toISOString())}::text[]::timestamptz[],
      ${column(({ type }) => type)}::text[], ${column(({ actorId }) => actorId)}::text[],
      ${column(({ personId }) => personId)}::text[], ${column(({ agentId }) => agentId)}::text[],
      ${column(({ requestId }) => requestId)}::text[],
      ${column(({ body }) => Buffer.from(body).toString("base64"))}::text[])
      as event(id, at, type, actor_id, person_id, agent_id, request_id, body)`);
}

/** The ID of a person or program, as events and rows store it. */
export function actorId(actor: Actor): string {
  return "personId" in actor ? actor.personId : actor.id;
}

// A viewer has further fields, which no event stores.
function recordedActor(actor: Actor): RecordedActor {
  return { type: "personId" in actor ? "person" : actor.type, id: actorId(actor) };
}

/** The row for a fact, for the hot statements with change and event in one round trip. */
export function auditRow(fact: AuditFact, now: Date): AuditRow {
  // The compiler checks fresh object literals alone.
  const unknown = Object.keys(fact.subject).find((kind) => !knownKinds.has(kind));
  if (unknown !== undefined)
    throw new CountersignError("internal", `audit event ${fact.type} is about an unknown kind: ${unknown}`);
  const id = newId("evt", now);
  const actor = recordedActor(fact.actor);
  const body = canonicalBytes({
    v: 1,
    id,
    at: now.toISOString(),
    type: fact.type,
    actor,
    subject: fact.subject,
    data: fact.data ?? {},
  });
  if (body.byteLength > maximumEventBytes) {
    throw new CountersignError(
      "internal",
      `audit event ${fact.type} has ${body.byteLength} bytes, over ${maximumEventBytes}`,
    );
  }
  return {
    id,
    at: now,
    type: fact.type,
    actorId: actor.id,
    personId: fact.subject.person ?? null,
    agentId: fact.subject.agent ?? (actor.type === "agent" ? actor.id : null),
    requestId: fact.subject.request ?? null,
    body,
  };
}
