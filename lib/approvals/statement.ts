import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Replacement } from "#client/json/patch";
import type { Capacity } from "#db/schema/requests";
import { canonicalBytes } from "#lib/json/canonical";
import { parseIJson } from "#lib/json/parse";
import { equalBytes } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { challengeOf, type StatementKind } from "#lib/passkeys/signing/statement-kind";
import { type Action, actionSchema } from "#lib/policy/language/action";
import type { DescriptorSource } from "./descriptor-of.ts";

/** The digest of the action's rendering, and its descriptor: of a policy version, or built in. */
export interface Display {
  descriptor?: DescriptorSource & { digest: string };
  rendering: string;
}

/** An approver's edit: the digest of the original action, and the changes. */
export interface Edit {
  from: string;
  /** A JSON Patch (RFC 6902) of the action, with `replace` operations alone. */
  patch: Replacement[];
}

/**
 * What an approver's passkey signs (docs/receipts.md). Times are RFC 3339 UTC; the nonce is 16
 * random bytes, base64url. With an `edit`, `action` is the edited action.
 */
export interface Statement {
  v: 1;
  decision: "approve";
  request: string;
  action: Action;
  action_digest: string;
  agent: string;
  owner: string;
  owner_epoch: number;
  policy_version: number;
  approver: string;
  capacity: Capacity;
  /** For a delegate: the person they decide for. */
  on_behalf_of?: string;
  /** For `break_glass`: why one person approves alone. */
  break_glass_reason?: string;
  /** What the workspace calls the place that its agents act in, where an admin named it. */
  environment?: string;
  display: Display;
  edit?: Edit;
  nonce: string;
  issued_at: string;
  expires_at: string;
}

const display: z.ZodType<Display> = z.strictObject({
  descriptor: z
    .union([
      z.strictObject({ version: z.int(), digest: z.string() }),
      z.strictObject({ built_in: z.int(), digest: z.string() }),
    ])
    .optional(),
  rendering: z.string(),
});

const edit: z.ZodType<Edit> = z.strictObject({
  from: z.string(),
  patch: z.array(z.strictObject({ op: z.literal("replace"), path: z.string(), value: z.json() })).min(1),
});

/** The members that approvals and standing approvals have in common. */
export const statementMembers = {
  v: z.literal(1),
  request: z.string(),
  action: actionSchema,
  action_digest: z.string(),
  agent: z.string(),
  owner: z.string(),
  owner_epoch: z.int(),
  policy_version: z.int(),
  approver: z.string(),
  environment: z.string().min(1).optional(),
  display,
  nonce: z.string(),
  issued_at: z.string(),
  expires_at: z.string(),
};

const members: z.ZodType<Statement> = z.strictObject({
  ...statementMembers,
  decision: z.literal("approve"),
  capacity: z.enum(["owner", "backup", "group", "delegate", "break_glass"]),
  on_behalf_of: z.string().optional(),
  break_glass_reason: z.string().optional(),
  edit: edit.optional(),
});

const statementSchema = members.refine(fitsItsCapacity, { path: ["capacity"] });

/** Whether a statement has exactly the members of its capacity, as verifiers require. */
function fitsItsCapacity({ capacity, on_behalf_of, break_glass_reason: reason }: Statement) {
  const isDelegate = capacity === "delegate";
  const isBreakGlass = capacity === "break_glass";
  return (
    isDelegate === (on_behalf_of !== undefined) && isBreakGlass === (reason !== undefined) && reason !== ""
  );
}

/** The stored request behind a statement. */
export interface StatementSubject {
  requestId: string;
  action: Action;
  actionDigest: string;
  agentId: string;
  ownerId: string;
  ownerEpoch: number;
  policyVersion: number;
  expiresAt: Date;
}

export interface Signer {
  approverId: string;
  as: { capacity: Capacity; onBehalfOf?: string | undefined; breakGlassReason?: string };
}

interface Shown {
  display: Display;
  edit?: Edit | undefined;
  environment?: string | undefined;
}

/** A new statement's bytes. A statement has no effect before a passkey has signed it. */
export function newStatement(
  subject: StatementSubject,
  { approverId, as, display: shown, edit: edited, environment }: Signer & Shown,
  now: Date,
): Uint8Array {
  const statement: Statement = {
    v: 1,
    decision: "approve",
    request: subject.requestId,
    action: subject.action,
    action_digest: subject.actionDigest,
    agent: subject.agentId,
    owner: subject.ownerId,
    owner_epoch: subject.ownerEpoch,
    policy_version: subject.policyVersion,
    approver: approverId,
    capacity: as.capacity,
    ...(as.onBehalfOf !== undefined && { on_behalf_of: as.onBehalfOf }),
    ...(as.breakGlassReason !== undefined && { break_glass_reason: as.breakGlassReason }),
    ...(environment !== undefined && { environment }),
    display: shown,
    ...(edited && { edit: edited }),
    nonce: randomBytes(16).toString("base64url"),
    issued_at: now.toISOString(),
    expires_at: subject.expiresAt.toISOString(),
  };
  return canonicalBytes(statement);
}

/** Reads a statement back from its bytes. @throws {CountersignError} `invalid_body`. */
export function readStatement(bytes: Uint8Array): Statement {
  const parsed = statementSchema.safeParse(parseIJson(bytes));
  if (parsed.success && equalBytes(canonicalBytes(parsed.data), bytes)) return parsed.data;
  throw new CountersignError("invalid_body", "not the canonical bytes of a statement", {
    userMessage: "The statement isn't in canonical form. Reload and try again.",
    cause: parsed.error,
  });
}

/** Whether a statement is a break-glass approval. */
export function isBreakGlassStatement({ capacity }: Pick<Statement, "capacity">): boolean {
  return capacity === "break_glass";
}

/** Approvals, as a passkey signs them (docs/receipts.md). */
export const approvalKind: StatementKind = {
  purpose: "approve",
  prefix: "countersign/approval/v1\n",
};

/** SHA-256("countersign/approval/v1\n" || statement bytes). */
export function statementChallenge(bytes: Uint8Array): Uint8Array {
  return challengeOf(approvalKind, bytes);
}
