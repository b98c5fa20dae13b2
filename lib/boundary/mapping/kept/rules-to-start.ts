import { asc, isNotNull, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { boundaryTools } from "#db/schema/boundaries";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { defaultType } from "../engine/default-type.ts";
import { proposeRule } from "../engine/propose-rule.ts";
import { mostMappingBytes, type WrittenRule } from "./read-document.ts";

/** What a tool's server proposes for the tool. The server's own words: untrusted. */
export interface ServerProposal {
  tool: string;
  rule: WrittenRule | undefined;
  untranslated: { path: string; expression: string }[];
}

const mostTools = 500;
const mostProposals = 50;

/**
 * Default rules of the accepted tools to start with, and the server's proposals. For admins and auditors.
 * @throws {CountersignError} `not_found` for others
 */
export async function rulesToStart(
  db: Database,
  { viewer, boundaryId, server }: { viewer: Viewer; boundaryId: string; server: string },
): Promise<{ rules: WrittenRule[]; proposals: ServerProposal[] }> {
  requireRole(viewer, "admin", "auditor");
  const rows = await db
    .select({ name: boundaryTools.name, text: boundaryTools.acceptedText })
    .from(boundaryTools)
    .where(sql`${boundaryTools.boundaryId} = ${boundaryId} and ${isNotNull(boundaryTools.acceptedText)}`)
    .orderBy(asc(boundaryTools.name))
    .limit(mostTools);
  // An asterisk in a name would make its rule apply to more tools.
  const named = rows.filter(({ name }) => !name.includes("*"));
  const rules = named.map(({ name }) => ({
    ...{ tool: `${server}/${name}`, type: defaultType(["mcp", server, name]) },
  }));
  return {
    rules: fitting(rules),
    proposals: rows.flatMap((row) => proposalOf(row, server)).slice(0, mostProposals),
  };
}

function fitting(rules: WrittenRule[]): WrittenRule[] {
  let bytes = 0;
  return rules.filter((rule) => {
    bytes += Buffer.byteLength(JSON.stringify(rule)) + 1;
    return bytes < mostMappingBytes / 2;
  });
}

function proposalOf({ name, text }: { name: string; text: string | null }, server: string): ServerProposal[] {
  const { inputSchema } = JSON.parse(text ?? "{}") as { inputSchema?: unknown };
  const proposal = proposeRule({ name, inputSchema }, server);
  if (!proposal) return [];
  return [
    { tool: name, rule: proposal.rule as WrittenRule | undefined, untranslated: proposal.untranslated },
  ];
}
