import type { BatchProof } from "#db/schema/requests";
import { hashWith, inclusionPath, treeRoot } from "#lib/crypto/merkle-tree";
import { canonicalBytes } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import type { StatementKind } from "#lib/passkeys/signing/statement-kind";
import { isBreakGlassStatement, readStatement, type Statement } from "../statement.ts";

/** What a passkey signs for several requests: the root over their statements (docs/receipts.md). */
export interface Batch {
  v: 1;
  decision: "approve_together";
  approver: string;
  agent: string;
  action_type: string;
  /** How many statements the tree has. */
  count: number;
  /** base64url. */
  root: string;
}

/** A person reads each request of a batch in full. */
export const fewestTogether = 2;
export const mostTogether = 20;

/** Batches, as a passkey signs them. Their prefix keeps them apart from single approvals. */
export const batchKind: StatementKind = {
  purpose: "approve_together",
  prefix: "countersign/approval-batch/v1\n",
};

/** Statements in the order of the tree's leaves. */
export interface Batched {
  /** The batch, as signed. */
  bytes: Uint8Array;
  leaves: { bytes: Uint8Array; statement: Statement }[];
}

/** A batch has one approver, agent and type, no edit and no break-glass. @throws `invalid_body` */
export function batchStatements(statements: readonly Uint8Array[]): Batched {
  const leaves = statements.map((bytes) => ({ bytes, statement: readStatement(bytes) }));
  const [first] = leaves;
  if (!first || leaves.length < fewestTogether || leaves.length > mostTogether) throw notABatch();
  const { approver, agent, action } = first.statement;
  const isOneKind = leaves.every(
    ({ statement }) =>
      statement.edit === undefined &&
      statement.approver === approver &&
      statement.agent === agent &&
      statement.action.type === action.type &&
      !isBreakGlassStatement(statement),
  );
  const requests = new Set(leaves.map(({ statement }) => statement.request));
  if (!isOneKind || requests.size !== leaves.length) throw notABatch();
  const batch: Batch = {
    v: 1,
    decision: "approve_together",
    approver,
    agent,
    action_type: action.type,
    count: leaves.length,
    root: base64url(hashWith(treeRoot(statements), sha256)),
  };
  return { bytes: canonicalBytes(batch), leaves };
}

/** The proof that a statement is in the batch. */
export function proveInclusion({ bytes, leaves }: Batched, index: number): BatchProof {
  const statements = leaves.map((leaf) => leaf.bytes);
  const path = hashWith(inclusionPath(statements, index), sha256);
  return { batch: base64url(bytes), index, path: path.map(base64url) };
}

function notABatch(): CountersignError {
  return new CountersignError("invalid_body", "these statements are not a batch", {
    userMessage: `Approve ${fewestTogether} to ${mostTogether} requests of one agent and action type together, each once.`,
  });
}
