import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { requestEdits, requests } from "#db/schema/requests";
import { CountersignError } from "#lib/kernel/errors";
import type { Decidable } from "../find-decidable.ts";

/** What an approver may do about a request's parameters. */
export type Editability =
  | "edit"
  /** Deny, with the edit as a suggestion: the agent can't act on an edited action. */
  | "suggest"
  /** Nothing: edited before, or the rules don't allow edits. */
  | "none";

/** Whether the parameters of a pending request may be edited. The rules decide, and then the agent. */
export async function editability(
  db: Database | Transaction,
  { requestId, safeguards }: Pick<Decidable, "requestId" | "safeguards">,
): Promise<Editability> {
  if (!safeguards.allowEdits) return "none";
  const [row] = await db
    .select({ acceptsEdits: requests.acceptsEdits, editedBy: requestEdits.editedBy })
    .from(requests)
    .leftJoin(requestEdits, eq(requestEdits.requestId, requests.id))
    .where(eq(requests.id, requestId));
  if (!row || row.editedBy !== null) return "none";
  return row.acceptsEdits ? "edit" : "suggest";
}

/** @throws {CountersignError} `edits_not_allowed` unless the request may be edited and approved. */
export async function requireEditable(
  db: Database | Transaction,
  request: Pick<Decidable, "requestId" | "safeguards">,
): Promise<void> {
  const may = await editability(db, request);
  if (may !== "edit") throw editsNotAllowed(request.requestId, may);
}

export function editsNotAllowed(requestId: string, may: Editability): CountersignError {
  return new CountersignError("edits_not_allowed", `${requestId} can't be edited: ${may}`, {
    userMessage:
      may === "suggest"
        ? "This agent can't act on an edited request. Deny the request and suggest your edit."
        : "This request can't be edited. Approve or deny it as it is.",
  });
}
