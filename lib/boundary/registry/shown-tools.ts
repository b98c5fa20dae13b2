import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { withoutHidden } from "#lib/text/single-line";
import type { ToolHashes } from "./hash-tool.ts";

/** A tool as an admin saw it, identified by its hashes. */
export interface ShownTool extends ToolHashes {
  name: string;
}

/** A shown tool with its texts, as canonical JSON: untrusted. */
interface ShownText extends ShownTool {
  seenText: string;
  acceptedText: string | null;
}

interface Shown {
  boundaryId: string;
  tools: ShownTool[];
}

/** The texts of held tools with these hashes, in order, without changed and unshown ones. */
export async function findShown(
  db: Database | Transaction,
  { boundaryId, tools }: Shown,
): Promise<ShownText[]> {
  const rows = await db.execute<ShownText & Record<string, string | null>>(sql`
    select name, seen_description as description, seen_schema as schema, seen_text as "seenText",
      accepted_text as "acceptedText" from boundary_tools
    where boundary_id = ${boundaryId} and state in ('added', 'changed') and seen_text is not null
      and name = any(${sql.param(tools.map(({ name }) => name))}::text[])`);
  const byName = new Map(rows.map((row) => [row.name, row]));
  return tools.flatMap(({ name, description, schema }) => {
    const row = byName.get(name);
    return row?.description === description && row.schema === schema ? [row] : [];
  });
}

/** @returns the tools' texts @throws `conflict` names tools that changed or that no page could show */
export async function requireShown(db: Database | Transaction, shown: Shown): Promise<ShownText[]> {
  const found = await findShown(db, shown);
  const names = new Set(found.map(({ name }) => name));
  const changed = shown.tools.filter(({ name }) => !names.has(name));
  if (changed.length > 0) throw changedSince(changed);
  return found;
}

/** @returns a `conflict` that names the first few of the tools */
export function changedSince(tools: { name: string }[], reason?: "proposal_superseded"): CountersignError {
  const most = 3;
  const names = tools.slice(0, most).map(({ name }) => `"${withoutHidden(name).slice(0, 60)}"`);
  const more = tools.length > most ? ` and ${tools.length - most} more` : "";
  return new CountersignError("conflict", `${tools.length} tools are not as they were shown`, {
    userMessage: reason
      ? `${names.join(", ")}${more} changed since this was proposed, so nothing was accepted. Review the held tools on the boundary's page and accept them again.`
      : `Changed since you opened this page: ${names.join(", ")}${more}. Nothing was accepted. Reload and review again.`,
    ...(reason && { details: { reason } }),
  });
}
