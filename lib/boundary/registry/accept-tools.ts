import { sql } from "drizzle-orm";
import { recordAudit } from "#lib/audit/record";
import { lockLiveBoundary } from "#lib/boundary/registry/lock-live-boundary";
import { canonicalBytes } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { endStandingOfBoundary } from "#lib/voiding/end-standing-approvals";
import { changedSince, requireShown, type ShownTool } from "./shown-tools.ts";

interface Acceptance extends Authority {
  boundaryId: string;
  tools: ShownTool[];
}

/**
 * Accepts tools as they were shown: all or none. For admins, with a passkey, by exactly these hashes. Where
 * two admins are required, the acceptance is proposed. @returns the number of tools
 * @throws {CountersignError} `not_found`; `conflict` names tools that changed or no page could show
 */
export const acceptTools = proposable<Acceptance, number>(async (db, acceptance) => {
  const { actor, boundaryId, tools, confirmed, now } = acceptance;
  requireRole(actor, "admin");
  const sorted = tools.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return db.transaction(async (tx) => {
    const needsTwo = await requiresSecondAdmin(tx, acceptance);
    await lockActingAdmin(tx, actor);
    const { name } = await lockLiveBoundary(tx, boundaryId);
    if (needsTwo) {
      await requireShown(tx, { boundaryId, tools });
      const about = { act: "boundary.accept_tools" as const, boundary: boundaryId, name };
      return proposeChange(tx, { ...about, tools: sorted }, acceptance);
    }
    const accepted = await tx.execute<{ name: string }>(sql`
      update boundary_tools t set accepted_description = seen_description, accepted_schema = seen_schema,
        accepted_text = seen_text, accepted_by = ${actor.personId}, accepted_at = ${now.toISOString()}
      from unnest(${sql.param(sorted.map(({ name }) => name))}::text[],
        ${sql.param(sorted.map(({ description }) => description))}::text[],
        ${sql.param(sorted.map(({ schema }) => schema))}::text[]) as shown(name, description, schema)
      where t.boundary_id = ${boundaryId} and t.name = shown.name and t.state in ('added', 'changed')
        and t.seen_description = shown.description and t.seen_schema = shown.schema and t.seen_text is not null
      returning t.name`);
    const names = new Set(accepted.map(({ name }) => name));
    const refused = sorted.filter(({ name }) => !names.has(name));
    if (refused.length > 0) throw changedSince(refused, confirmed && "proposal_superseded");
    await endStandingOfBoundary(tx, boundaryId, { actor, now });
    const subject = { boundary: boundaryId };
    // The hashes identify each tool and its name, without a word.
    const data = { accepted: names.size, digest: digestOfTools(sorted), ...proposedFacts(confirmed) };
    await recordAudit(tx, { type: "boundary.tools_accepted", actor, subject, data }, now);
    return names.size;
  });
});

/** The digest of a list of tools, in the order of their names. */
function digestOfTools(tools: ShownTool[]): string {
  return base64url(sha256(canonicalBytes(tools.map(({ description, schema }) => ({ description, schema })))));
}
