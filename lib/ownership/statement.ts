import { randomBytes } from "node:crypto";
import { z } from "zod";
import { canonicalBytes } from "#lib/json/canonical";
import { parseIJson } from "#lib/json/parse";
import { equalBytes } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import type { StatementKind } from "#lib/passkeys/signing/statement-kind";

/** Ownership, as a passkey signs it (docs/receipts.md). */
export const ownershipKind: StatementKind = {
  purpose: "ownership",
  prefix: "countersign/ownership/v1\n",
};

const common = { v: z.literal(1), nonce: z.string(), issued_at: z.string(), expires_at: z.string() };

/** The agents' permissions by policy: descriptions of the applicable rules. */
const authority = z.strictObject({
  policy_version: z.int(),
  /** Commits to all rules. */
  policy_digest: z.string(),
  default_outcome: z.enum(["step_up", "block"]),
  rules: z.array(z.strictObject({ id: z.string(), words: z.string() })),
});

const offeredAgent = z.strictObject({
  offer: z.string(),
  agent: z.string(),
  name: z.string(),
  labels: z.array(z.string()),
  from: z.string(),
  owner_epoch: z.int(),
  /** IDs of the rules below that apply to the agent, and the number of rules left out for size. */
  rules: z.array(z.string()),
  more_rules: z.int(),
  /** The agent's active keys, and whether they still work under the new owner. */
  keys: z.array(
    z.strictObject({
      id: z.string(),
      algorithm: z.enum(["ed25519", "hmac-sha256"]),
      thumbprint: z.string().optional(),
      added_at: z.string(),
      added_by: z.string(),
    }),
  ),
  keep_keys: z.boolean(),
});

const acceptanceSchema = z.strictObject({
  ...common,
  decision: z.literal("accept_ownership"),
  new_owner: z.string(),
  agents: z.array(offeredAgent).min(1),
  authority,
});

const attestationSchema = z.strictObject({
  ...common,
  decision: z.literal("confirm_ownership"),
  owner: z.string(),
  agents: z.array(z.strictObject({ agent: z.string(), name: z.string(), owner_epoch: z.int() })).min(1),
});

/** What a new owner signs. Times are RFC 3339 UTC; the nonce is 16 random bytes, base64url. */
export type AcceptanceStatement = z.output<typeof acceptanceSchema>;
export type AttestationStatement = z.output<typeof attestationSchema>;

type Common = "v" | "nonce" | "issued_at" | "expires_at" | "decision";

/** The bytes of a new acceptance. An acceptance has no effect before a passkey has signed it. */
export function newAcceptance(
  said: Omit<AcceptanceStatement, Common>,
  life: { now: Date; expiresAt: Date },
): Uint8Array {
  return canonicalBytes({ ...said, decision: "accept_ownership", ...stamp(life) });
}

/** The bytes of a new attestation. */
export function newAttestation(
  said: Omit<AttestationStatement, Common>,
  life: { now: Date; expiresAt: Date },
): Uint8Array {
  return canonicalBytes({ ...said, decision: "confirm_ownership", ...stamp(life) });
}

function stamp({ now, expiresAt }: { now: Date; expiresAt: Date }) {
  const nonce = randomBytes(16).toString("base64url");
  return { v: 1, nonce, issued_at: now.toISOString(), expires_at: expiresAt.toISOString() };
}

/** Reads an ownership statement from its bytes. @throws {CountersignError} `invalid_body` */
export function readOwnershipStatement(bytes: Uint8Array): AcceptanceStatement | AttestationStatement {
  const parsed = z.union([acceptanceSchema, attestationSchema]).safeParse(parseIJson(bytes));
  if (parsed.success && equalBytes(canonicalBytes(parsed.data), bytes)) return parsed.data;
  throw unexpectedForm("not the canonical bytes of a statement about ownership", parsed.error);
}

/** @throws {CountersignError} `invalid_body` when the bytes are of another kind of statement. */
export function readAcceptance(bytes: Uint8Array): AcceptanceStatement {
  const said = readOwnershipStatement(bytes);
  if (said.decision === "accept_ownership") return said;
  throw unexpectedForm("not an acceptance");
}

/** @throws {CountersignError} `invalid_body` when the bytes are of another kind of statement. */
export function readAttestation(bytes: Uint8Array): AttestationStatement {
  const said = readOwnershipStatement(bytes);
  if (said.decision === "confirm_ownership") return said;
  throw unexpectedForm("not an attestation");
}

function unexpectedForm(message: string, cause?: unknown): CountersignError {
  return new CountersignError("invalid_body", message, {
    userMessage: "The statement isn't in the expected form. Reload and try again.",
    cause,
  });
}
