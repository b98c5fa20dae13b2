import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { DefaultOutcome, Rule, Unclassified } from "#lib/policy/language/rule";
import type { Changes, Difference } from "#lib/policy/versions/compare";
import type { ListChange } from "#lib/policy/versions/compare-lists";
import { versionInForce } from "#lib/policy/versions/versions";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { writeDocument } from "./document.ts";
import { groupNames, namesForGroups } from "./groups.ts";
import { withoutListed } from "./lists.ts";

export interface ExportedPolicy {
  version: number;
  digest: string;
  text: string;
}

/** The live version as a file. For admins and auditors. @throws {CountersignError} `not_found` */
export async function exportPolicy(db: Database, viewer: Viewer): Promise<ExportedPolicy> {
  requireRole(viewer, "admin", "auditor");
  const live = await versionInForce(db);
  return { version: live.version, digest: live.digest, text: await writeDocument(db, live) };
}

/** Records that a policy token read the policy: no person was present, as in a session. */
export async function recordExport(
  db: Database,
  reading: { viewer: Viewer; tokenId: string; version: number; as: "file" | "comparison"; now: Date },
): Promise<void> {
  const { viewer, tokenId, version, as, now } = reading;
  const subject = { policy_version: String(version), policy_token: tokenId };
  await recordAudit(db, { type: "policy.exported", actor: viewer, subject, data: { version, as } }, now);
}

/** A difference in the words of the policy file: with the names of groups. */
export interface DocumentDifference {
  count: number;
  default_outcome: { before: DefaultOutcome; after: DefaultOutcome } | null;
  unclassified: { before: Unclassified; after: Unclassified } | null;
  action_types: Changes<ActionType>;
  /** The values that lists gained and lost. */
  lists: ListChange[];
  rules: Changes<Record<string, unknown>>;
}

export async function documentDifference(db: Database, difference: Difference): Promise<DocumentDifference> {
  const names = await groupNames(db);
  const named = (rule: Rule) => withoutListed(namesForGroups(rule, names));
  const { count, defaultOutcome, unclassified, actionTypes, lists, added, removed, changed } = difference;
  return {
    count,
    default_outcome: defaultOutcome ?? null,
    unclassified: unclassified ?? null,
    action_types: actionTypes,
    lists,
    rules: {
      added: added.map(named),
      removed: removed.map(named),
      changed: changed.map(({ before, after }) => ({ before: named(before), after: named(after) })),
    },
  };
}
