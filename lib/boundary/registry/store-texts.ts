import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { lockLiveBoundary } from "#lib/boundary/registry/lock-live-boundary";
import { canonicalJson, type Json } from "#lib/json/canonical";
import { hashTool, type Tool } from "./hash-tool.ts";

/** The most bytes of one tool as canonical JSON: an admin cannot read, and so not accept, more. */
const mostTextBytes = 32 * 1024;
/** The deepest nesting of a tool that a page can show. */
const mostLevels = 64;
const mostWanted = 500;

/** Stores tools for admins to read, if the hashes fit. @returns the names of tools still without a text */
export async function storeTexts(
  db: Database,
  { boundaryId, tools }: { boundaryId: string; tools: string[] },
): Promise<{ wanted: string[] }> {
  const rows = tools.flatMap((text) => readTool(text) ?? []);
  return db.transaction(async (tx) => {
    await lockLiveBoundary(tx, boundaryId);
    await tx.execute(sql`
      update boundary_tools t set seen_text = sent.text
      from unnest(${sql.param(rows.map(({ name }) => name))}::text[], ${sql.param(rows.map(({ text }) => text))}::text[],
        ${sql.param(rows.map(({ description }) => description))}::text[],
        ${sql.param(rows.map(({ schema }) => schema))}::text[]) as sent(name, text, description, schema)
      where t.boundary_id = ${boundaryId} and t.name = sent.name
        and t.seen_description = sent.description and t.seen_schema = sent.schema`);
    return { wanted: await listWanted(tx, boundaryId) };
  });
}

/** @returns undefined for a text that no page can show in full */
function readTool(
  given: string,
): { name: string; text: string; description: string; schema: string } | undefined {
  const tool = parse(given) as (Tool & { [name: string]: Json }) | undefined;
  if (typeof tool?.name !== "string" || !isShallow(tool, mostLevels)) return undefined;
  const { name } = tool;
  const hashes = hashTool(tool);
  if (!hashes) return undefined;
  const text = canonicalJson(tool);
  return Buffer.byteLength(text) <= mostTextBytes ? { name, text, ...hashes } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: not stored.
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}

/** The names of listed tools that an admin cannot read yet, in the order of names. */
export async function listWanted(tx: Transaction, boundaryId: string): Promise<string[]> {
  const rows = await tx.execute<{ name: string }>(sql`
    select name from boundary_tools where boundary_id = ${boundaryId} and state in ('added', 'changed') and seen_text is null
    order by name limit ${mostWanted}`);
  return rows.map(({ name }) => name);
}
