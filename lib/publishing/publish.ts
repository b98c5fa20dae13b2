import type { Database, Transaction } from "#db/client";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { listGroupIds } from "#lib/people/list-groups";
import { type ActionType, projectCatalog } from "#lib/policy/action-types/action-type";
import { checkCatalog } from "#lib/policy/action-types/check-action-types";
import { type PreparedCheck, prepareCheck } from "#lib/policy/action-types/prepare-check";
import { checkRules } from "#lib/policy/checks/check-rules";
import { rebaseUntouchedDraft } from "#lib/policy/drafts/rebase-draft";
import {
  type DefaultOutcome,
  defaultOutcomeSchema,
  type Unclassified,
  unclassifiedSchema,
} from "#lib/policy/language/rule";
import { comparePolicies } from "#lib/policy/versions/compare";
import { insertVersion, lockHead } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { endStandingOfChanged } from "./end-standing-of-changed.ts";
import { publishedMeanwhile } from "./publish-refusals.ts";
import { reevaluatePending } from "./reevaluate.ts";

export interface Publication {
  actor: Viewer;
  /** Rules as `rule.ts` has them; read strictly here. */
  rules: unknown;
  defaultOutcome: DefaultOutcome;
  /** Absent: as in the live version. */
  unclassified?: Unclassified;
  /** The action types to publish with the rules; absent: the live ones. */
  catalog?: ActionType[];
  /** Prepared here if absent, for a caller that holds no lock. */
  prepared?: PreparedCheck;
  /** The version the rules are based on: live when they were read. */
  expectedVersion: number;
  /** What the actor confirmed with a passkey: for the record. */
  confirmedAct?: ConfirmedAct;
  /** The proposing admin, where publishing takes two: for the record. */
  proposedBy?: string | undefined;
  now: Date;
}

export interface Published {
  version: number;
  digest: string;
}

/**
 * Publishes the next version of the policy, and reevaluates every pending request in the same transaction.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `invalid_input` with every
 * error in `details.errors`; `conflict` when another version was published since `expectedVersion`.
 */
export async function publishPolicy(
  db: Database | Transaction,
  publication: Publication,
): Promise<Published> {
  const { actor, expectedVersion, now } = publication;
  requireRole(actor, "admin");
  // Before the head's lock, because asks wait. Another live version refuses.
  const prepared =
    publication.prepared ?? (await prepareCheck(publication.catalog ?? (await versionInForce(db)).catalog));
  return db.transaction(async (tx) => {
    // Before the check of the rules: publishers wait here.
    if ((await lockHead(tx)) !== expectedVersion) throw publishedMeanwhile(expectedVersion);
    const live = await versionInForce(tx);
    const catalog = publication.catalog ?? live.catalog;
    checkCatalog(catalog, prepared);
    const version = expectedVersion + 1;
    const content = {
      rules: checkRules(publication.rules, catalog, await listGroupIds(tx)),
      defaultOutcome: defaultOutcomeSchema.parse(publication.defaultOutcome),
      unclassified: unclassifiedSchema.parse(publication.unclassified ?? live.unclassified),
      catalog,
    };
    const digest = await insertVersion(tx, {
      version,
      ...content,
      actor,
      confirmedAct: publication.confirmedAct,
      proposedBy: publication.proposedBy,
      now,
    });
    if (digest === undefined) throw publishedMeanwhile(expectedVersion);
    await projectCatalog(tx, catalog);
    await rebaseUntouchedDraft(tx, version);
    await reevaluatePending(tx, { version, now });
    await endStandingOfChanged(tx, comparePolicies(live, content), { actor, now });
    return { version, digest };
  });
}
