import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import type { BoundaryToolState, HeldTools } from "#db/schema/boundaries";
import { lockLiveBoundary, noBoundary } from "#lib/boundary/registry/lock-live-boundary";
import { CountersignError } from "#lib/kernel/errors";
import { announceChanges } from "./announce-changes.ts";
import { type Contact, mostTools } from "./contact-schema.ts";
import { listWanted } from "./store-texts.ts";

/** The answer to a contact: the wire's form (docs/boundary.md). */
export type ContactResponse =
  | { next_part: number }
  | {
      held_tools: HeldTools;
      /** Left out for a contact without a list. */
      tools?: {
        /** Accepted tools: a tool with other hashes, or not listed here, is held. */
        accepted: Record<string, { description: string; schema: string }>;
        /** Tools to send in full, for an admin to read. */
        wanted: string[];
      };
    };

type ListedTools = NonNullable<Contact["tools"]>;

interface ContactInput {
  boundaryId: string;
  reportId: string;
  contact: Contact;
  now: Date;
}

/**
 * Records a boundary's contact, one at a time, and its tools if listed: those not in a whole list are gone.
 * @throws {CountersignError} `not_found` when just revoked; `conflict` for a part that is not the next of its
 * list; `invalid_body` for more than 2,000 tools
 */
export async function recordContact(db: Database, input: ContactInput): Promise<ContactResponse> {
  const { boundaryId, contact, now } = input;
  const listed = contact.tools;
  if (!listed) return { held_tools: await recordPresence(db, input) };
  return db.transaction(async (tx) => {
    const { heldTools } = await takePart(tx, input);
    const seen = await saveTools(tx, input, listed);
    const isLast = contact.part === contact.parts;
    const gone = isLast ? await removeUnlisted(tx, input) : 0;
    await announceChanges(tx, { boundaryId, ...seen, gone, now });
    if (!isLast) return { next_part: contact.part + 1 };
    const tools = { accepted: await listAccepted(tx, boundaryId), wanted: await listWanted(tx, boundaryId) };
    return { held_tools: heldTools, tools };
  });
}

/** A contact without a list: a list that is being reported goes on. */
async function recordPresence(db: Database, { boundaryId, contact, now }: ContactInput): Promise<HeldTools> {
  const [row] = await db.execute<{ heldTools: HeldTools }>(sql`
    update boundaries set ${claims(contact)}, last_contact_at = ${now.toISOString()}
    where id = ${boundaryId} and revoked_at is null returning held_tools as "heldTools"`);
  if (row) return row.heldTools;
  throw noBoundary(boundaryId);
}

function claims({ kind, version, upstream, server, mapping_digest: digest }: Contact): SQL {
  return sql`kind = ${kind}, version = ${version}, upstream = ${upstream ?? null}, server = ${server ?? null}, mapping_digest = ${digest ?? null}`;
}

/** Locks the boundary. One UPDATE lets through a first, a next, and a repeated part (its answer was lost). */
async function takePart(
  tx: Transaction,
  { boundaryId, reportId, contact, now }: ContactInput,
): Promise<{ heldTools: HeldTools }> {
  const { part } = contact;
  const [row] = await tx.execute<{ heldTools: HeldTools }>(sql`
    update boundaries set ${claims(contact)},
      last_contact_at = ${now.toISOString()}, report_id = ${reportId}, next_part = ${part + 1}
    where id = ${boundaryId} and revoked_at is null
      and (${part} = 1 or (report_id = ${reportId} and next_part in (${part}, ${part + 1})))
    returning held_tools as "heldTools"`);
  if (row) return row;
  await lockLiveBoundary(tx, boundaryId);
  throw new CountersignError("conflict", `part ${part} of ${reportId} is not the next`, {
    userMessage: "Another list of tools was started. Send the list again from part 1.",
  });
}

async function saveTools(
  tx: Transaction,
  { boundaryId, reportId, now }: ContactInput,
  listed: ListedTools,
): Promise<{ added: number; changed: number }> {
  const column = (pick: (tool: ListedTools[number]) => string): SQL =>
    sql`${sql.param(listed.map(pick))}::text[]`;
  // With the boundary's lock, `before` is the row at its update.
  const rows = await tx.execute<{ state: BoundaryToolState; count: number }>(sql`
    with listed as (
      select * from unnest(${column(({ name }) => name)}, ${column((tool) => tool.description_sha256)},
        ${column((tool) => tool.schema_sha256)}) as t(name, description, schema)),
    before as (
      select t.name, t.state, t.seen_description, t.seen_schema from boundary_tools t
      join listed using (name) where t.boundary_id = ${boundaryId}),
    saved as (
      insert into boundary_tools as t (boundary_id, name, seen_description, seen_schema, report_id, changed_at)
      select ${boundaryId}, name, description, schema, ${reportId}, ${now.toISOString()}::timestamptz from listed
      on conflict (boundary_id, name) do update set
        seen_description = excluded.seen_description, seen_schema = excluded.seen_schema, report_id = excluded.report_id,
        seen_text = case
          when (t.seen_description, t.seen_schema) is not distinct from (excluded.seen_description, excluded.seen_schema) then t.seen_text
          when (t.accepted_description, t.accepted_schema) is not distinct from (excluded.seen_description, excluded.seen_schema) then t.accepted_text end,
        changed_at = case
          when (t.seen_description, t.seen_schema) is not distinct from (excluded.seen_description, excluded.seen_schema) then t.changed_at
          else excluded.changed_at end
      returning t.name, t.state, t.seen_description, t.seen_schema)
    select saved.state, count(*)::int as count from saved left join before using (name)
    where saved.state in ('added', 'changed')
      and (saved.seen_description, saved.seen_schema) is distinct from (before.seen_description, before.seen_schema)
    group by saved.state`);
  await refuseTooMany(tx, boundaryId, reportId);
  const countOf = (state: BoundaryToolState) => rows.find((row) => row.state === state)?.count ?? 0;
  return { added: countOf("added"), changed: countOf("changed") };
}

async function refuseTooMany(tx: Transaction, boundaryId: string, reportId: string): Promise<void> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from boundary_tools where boundary_id = ${boundaryId} and report_id = ${reportId}`);
  if ((row?.count ?? 0) <= mostTools) return;
  throw new CountersignError("invalid_body", `${boundaryId} lists more than ${mostTools} tools`, {
    userMessage: `A boundary can report at most ${mostTools.toLocaleString("en")} tools. The tools that aren't reported are held.`,
  });
}

/** @returns the number of accepted tools that are gone. An unaccepted tool leaves no row. */
async function removeUnlisted(tx: Transaction, { boundaryId, reportId, now }: ContactInput): Promise<number> {
  await tx.execute(sql`
    delete from boundary_tools where boundary_id = ${boundaryId} and report_id <> ${reportId} and accepted_description is null`);
  const gone = await tx.execute(sql`
    update boundary_tools set seen_description = null, seen_schema = null, seen_text = null, changed_at = ${now.toISOString()}
    where boundary_id = ${boundaryId} and report_id <> ${reportId} and seen_description is not null returning name`);
  return gone.length;
}

async function listAccepted(tx: Transaction, boundaryId: string) {
  const rows = await tx.execute<{ name: string; description: string; schema: string }>(sql`
    select name, accepted_description as description, accepted_schema as schema from boundary_tools
    where boundary_id = ${boundaryId} and accepted_description is not null order by name`);
  // Defines each name as an own member, `__proto__` too.
  return Object.fromEntries(rows.map(({ name, ...hashes }) => [name, hashes]));
}
