import type { Transaction } from "#db/client";
import { findLiveDescriptor } from "../current-descriptor.ts";
import type { Decidable } from "../find-decidable.ts";
import type { Edit } from "../statement.ts";
import { readPatch } from "./offer-edit.ts";
import { editability, editsNotAllowed } from "./require-editable.ts";

/**
 * The edit that a denial suggests, for an agent that can't act on an edited action.
 * @throws {CountersignError} `invalid_body` with errors by path, `edits_not_allowed`.
 */
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
