import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { policyDraft } from "#db/schema/policy";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { contentOf, type PolicyContent, versionInForce } from "#lib/policy/versions/versions";
import { endDraftProposal } from "#lib/proposals/draft-proposal";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { draftContent, isUnreadableDraft } from "./draft-content.ts";

/** The single draft, shared by all admins. */
export interface Draft extends PolicyContent {
  /** Increases with every change; an editor sends the revision they saw. */
  revision: number;
  baseVersion: number;
  /** The last editor: a `per_` id. Undefined when the draft is unchanged. */
  updatedBy: string | undefined;
  updatedAt: Date | undefined;
}

/** The current draft, or the live version. @throws `conflict` when it can only be discarded */
export async function readDraft(db: Database | Transaction): Promise<Draft> {
  const [row] = await db.select().from(policyDraft);
  if (row) {
    const { revision, baseVersion, updatedBy, updatedAt } = row;
    return { revision, baseVersion, ...(await draftContent(db, row)), updatedBy, updatedAt };
  }
  const live = await versionInForce(db);
  const unchanged = { revision: 0, baseVersion: live.version, updatedBy: undefined, updatedAt: undefined };
  return { ...unchanged, ...contentOf(live) };
}

/** As {@link readDraft}. @returns undefined when what is stored cannot be read. */
export async function findReadableDraft(db: Database | Transaction): Promise<Draft | undefined> {
  try {
    return await readDraft(db);
  } catch (thrown) {
    if (isUnreadableDraft(thrown)) return undefined;
    throw thrown;
  }
}

type DraftChangeKind =
  | "rule_saved"
  | "rule_removed"
  | "threshold_saved"
  | "threshold_removed"
  | "default_outcome_changed"
  | "unclassified_changed"
  | "action_type_saved"
  | "action_type_removed"
  | "imported"
  | "rule_enforced"
  | "version_brought_back"
  | "discarded";

/** The parts of every change that a person makes: the actor, and the revision the actor saw. */
export interface DraftEdit {
  actor: Viewer;
  revision: number;
  now: Date;
}

export interface DraftChange extends Omit<DraftEdit, "revision"> {
  /** `latest` for the current revision. */
  revision: number | "latest";
  /** For the record: the kind and object of the change. */
  what: {
    change: DraftChangeKind;
    rule?: string;
    threshold?: string;
    action_type?: string;
    policy_token?: string;
    version?: number;
  };
}

/** The fields that a change sets in the draft. A catalog of null means the base version's. */
export type NextDraft = Partial<Pick<Draft, "rules" | "defaultOutcome" | "unclassified" | "baseVersion">> & {
  catalog?: ActionType[] | null;
};

/**
 * Changes the draft under lock, with its audit event, and returns its new revision.
 * @throws {CountersignError} `not_found` for others; `conflict` when the draft is at another revision
 */
export async function changeDraft(
  db: Database,
  draftChange: DraftChange,
  change: (draft: Draft, tx: Transaction) => NextDraft | Promise<NextDraft>,
): Promise<number> {
  return replaceDraft(db, draftChange, async (tx) => change(await readDraft(tx), tx));
}

/** {@link changeDraft} for content independent of the draft's, which may be unreadable. */
export async function replaceDraft(
  db: Database,
  { actor, revision, now, what }: DraftChange,
  contentFor: (tx: Transaction) => NextDraft | Promise<NextDraft>,
): Promise<number> {
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const actual = await lockDraftRow(tx, actor, now);
    if (revision !== "latest" && actual !== revision) throw changedMeanwhile(actual, revision);
    const next = await contentFor(tx);
    await tx
      .update(policyDraft)
      .set({ ...next, revision: actual + 1, updatedBy: actor.personId, updatedAt: now })
      .where(eq(policyDraft.id, 1));
    await endDraftProposal(tx, { state: "superseded", actor, now });
    const data = { revision: actual + 1, ...what };
    await recordAudit(tx, { type: "policy.draft_changed", actor, subject: {}, data }, now);
    return actual + 1;
  });
}

/** The draft, locked until the transaction ends; created from the live version if missing. */
export async function lockDraft(tx: Transaction, actor: Viewer, now: Date): Promise<Draft> {
  await lockDraftRow(tx, actor, now);
  return readDraft(tx);
}

/** {@link lockDraft}, also for an unreadable draft. Returns the revision. */
export async function lockDraftRow(tx: Transaction, actor: Viewer, now: Date): Promise<number> {
  const { version, rules, defaultOutcome, unclassified } = await versionInForce(tx);
  await tx
    .insert(policyDraft)
    .values({
      ...{ id: 1, revision: 0, baseVersion: version, rules, defaultOutcome, unclassified },
      ...{ updatedBy: actor.personId, updatedAt: now },
    })
    .onConflictDoNothing();
  const [row] = await tx.select({ revision: policyDraft.revision }).from(policyDraft).for("update");
  return row?.revision ?? 0;
}

function changedMeanwhile(actual: number, seen: number): CountersignError {
  return new CountersignError("conflict", `the draft is at revision ${actual}, not ${seen}`, {
    userMessage:
      "The draft was changed in another window or by another admin. Reload and make your change again.",
  });
}
