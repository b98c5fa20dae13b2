import type { Database, Transaction } from "#db/client";
import { dryRun } from "#db/try-again";
import { findLiveDescriptor } from "#lib/approvals/descriptor-of";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { readEdit } from "#lib/descriptors/editable-fields";
import { CountersignError } from "#lib/kernel/errors";
import { shareLoadedPolicies } from "#lib/policy/engine/load";
import type { Safeguards } from "#lib/policy/language/safeguards";
import { type Decidable, findDecidable } from "../find-decidable.ts";
import { type OfferedStatement, offerStatement } from "../offer-statement.ts";
import type { Edit } from "../statement.ts";
import { applyEdit, applyStatedEdit } from "./apply-edit.ts";
import { editability, editsNotAllowed, requireEditable } from "./require-editable.ts";

interface EditInput {
  requestId: string;
  personId: string;
  /** What the person entered, by JSON Pointer into the parameters. */
  entered: Readonly<Record<string, string>>;
  secret: MasterSecret;
  now: Date;
}

export interface OfferedEdit extends OfferedStatement {
  approvalsRequired: number;
  safeguards: Safeguards;
}

/**
 * The statement of a request with an edited action. Tries the edit with the code that commits it.
 * @throws {CountersignError} `invalid_body` with the errors by path in `details.errors`, and the
 * errors of {@link findDecidable} and {@link applyEdit}.
 */
export async function offerEdit(db: Database, input: EditInput): Promise<OfferedEdit> {
  const { requestId, personId, entered, secret, now } = input;
  return dryRun(db, async (tx) => {
    shareLoadedPolicies(db, tx);
    const request = await findDecidable(tx, { requestId, personId, now, lock: true });
    await requireEditable(tx, request);
    const live = await findLiveDescriptor(tx, request.action.type);
    const patch = readPatch(live?.descriptor, request, entered);
    const edited = await applyEdit(tx, request, { personId, patch, now });
    const edit = { from: request.actionDigest, patch };
    const offered = await offerStatement(tx, edited, { approverId: personId, edit, secret, now });
    return { ...offered, approvalsRequired: edited.approvalsRequired, safeguards: edited.safeguards };
  });
}

/** The request after the edit; changes nothing. @throws as {@link findDecidable}, {@link applyEdit} */
export async function foreseeEdited(
  db: Database,
  { requestId, personId, edit, now }: Pick<EditInput, "requestId" | "personId" | "now"> & { edit: Edit },
): Promise<Decidable> {
  return dryRun(db, async (tx) => {
    shareLoadedPolicies(db, tx);
    const request = await findDecidable(tx, { requestId, personId, now, lock: true });
    return applyStatedEdit(tx, request, { edit, personId, now });
  });
}

/** Reads a form. @throws {CountersignError} `invalid_body` with errors by path, or without a change */
function readPatch(
  descriptor: Descriptor | undefined,
  { action }: Pick<Decidable, "action">,
  entered: EditInput["entered"],
): Edit["patch"] {
  const read = readEdit(descriptor, action.params, entered);
  if ("patch" in read && read.patch.length > 0) return read.patch;
  throw new CountersignError("invalid_body", "the edit can't be applied", {
    userMessage: "faults" in read ? "Fix the highlighted fields." : "Change a value before you continue.",
    details: { errors: "faults" in read ? read.faults : [] },
  });
}

/** A denial's suggestion. @throws {CountersignError} `invalid_body` by path, `edits_not_allowed` */
export async function suggestedPatch(
  tx: Transaction,
  request: Decidable,
  entered: Readonly<Record<string, string>>,
): Promise<Edit["patch"]> {
  const may = await editability(tx, request);
  if (may === "none") throw editsNotAllowed(request.requestId, may);
  const live = await findLiveDescriptor(tx, request.action.type);
  return readPatch(live?.descriptor, request, entered);
}
