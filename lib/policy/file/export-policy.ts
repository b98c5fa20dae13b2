import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { versionInForce } from "#lib/policy/versions/versions";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { writeDocument } from "./document.ts";

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
  const actor = { type: "person" as const, id: viewer.personId };
  const subject = { policy_version: String(version), policy_token: tokenId };
  await recordAudit(db, { type: "policy.exported", actor, subject, data: { version, as } }, now);
}
