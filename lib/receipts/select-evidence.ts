import { and, eq, getTableColumns, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { grants } from "#db/schema/grants";
import type { PasskeyOrigin } from "#db/schema/passkeys";
import { approvals, requestEdits, requests, voidApprovals } from "#db/schema/requests";
import { readStandingStatement, type Terms } from "#lib/approvals/standing/approvals/statement";
import { readStatement, type Statement } from "#lib/approvals/statement";
import { builtInDescriptor } from "#lib/descriptors/built-in-descriptor";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest } from "#lib/descriptors/digests";
import { CountersignError } from "#lib/kernel/errors";
import { findPasskeyOrigin } from "#lib/passkeys/control/find-origin";
import { loadPolicy } from "#lib/policy/engine/load";
import type { Receipt } from "./receipt.ts";

type Stored = NonNullable<Awaited<ReturnType<typeof selectRow>>>;

export type EvidenceRow = Stored & {
  passkey?: Receipt["passkey"];
  descriptor?: Descriptor | undefined;
};

/** An approval with its request, people, agent and grant; undefined for any other ID, also a denial's. */
export async function selectEvidence(db: Database, approvalId: string): Promise<EvidenceRow | undefined> {
  const row = await selectRow(db, approvalId);
  if (!row) return undefined;
  const descriptor = await findDescriptor(db, row);
  if (!row.passkeyOrigin || !row.credentialId) return { ...row, descriptor };
  return { ...row, descriptor, passkey: await describePasskey(db, row.passkeyOrigin, row.credentialId) };
}

/** The members of a statement that a receipt is built from. */
export type Signed = Omit<Statement, "decision"> & { terms?: Terms };

/** What a stored approval rests on: the statement of its request, or for a draw the standing approval's. */
export function readSigned(
  bytes: Uint8Array,
  { standingApprovalId }: Pick<EvidenceRow, "standingApprovalId">,
): Signed {
  return standingApprovalId === null ? readStatement(bytes) : readStandingStatement(bytes);
}

/** A statement's descriptor: built in, or of its version. */
async function findDescriptor(db: Database, row: Stored): Promise<Descriptor | undefined> {
  const statement = row.statement ? readSigned(new Uint8Array(row.statement), row) : undefined;
  const named = statement?.display.descriptor;
  if (!statement || !named) return undefined;
  const { type } = statement.action;
  const descriptor =
    "built_in" in named
      ? builtInDescriptor(type, named.built_in)
      : (await loadPolicy(db, named.version)).catalog.get(type)?.descriptor;
  if (descriptor && descriptorDigest(descriptor) === named.digest) return descriptor;
  throw new CountersignError("internal", `${statement.request} has another descriptor than signed`);
}

// The origin is evidence from the time of the approval. A later confirmation makes the approval
// count.
async function describePasskey(db: Database, origin: PasskeyOrigin, credentialId: string) {
  const confirmed = origin.confirmed ?? (await findPasskeyOrigin(db, credentialId))?.confirmed;
  const { enrolledVia, enrolledAt, issuedBy, vouchedBy } = origin;
  const ids = [issuedBy, ...vouchedBy, confirmed?.by].filter((id) => id !== undefined);
  const names = new Map(
    (await db.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, ids))).map(
      ({ id, name }) => [id, name],
    ),
  );
  const named = (id: string) => ({ id, name: names.get(id) ?? id });
  return {
    enrolled_via: enrolledVia,
    enrolled_at: enrolledAt,
    ...(issuedBy !== undefined && { issued_by: named(issuedBy) }),
    vouched_by: vouchedBy.map(named),
    ...(confirmed && {
      confirmed: {
        ...{ at: confirmed.at, with: confirmed.with },
        ...(confirmed.by !== undefined && { by: named(confirmed.by) }),
      },
    }),
  };
}

async function selectRow(db: Database, approvalId: string) {
  const represented = alias(people, "represented");
  const [row] = await db
    .select({
      approvalId: approvals.id,
      at: approvals.createdAt,
      note: approvals.note,
      approverId: approvals.personId,
      approverName: people.name,
      forPersonId: approvals.forPersonId,
      forName: represented.name,
      ...columnsOf(approvals, "statement", "batch", "credentialId", "publicKey", "authenticatorData"),
      ...columnsOf(approvals, "clientDataJson", "signature", "passkeyOrigin"),
      ...columnsOf(approvals, "standingApprovalId", "draw", "drawTotal"),
      requestId: requests.id,
      ...columnsOf(requests, "state", "ownerId", "action", "actionDigest", "policyVersion", "ruleIds"),
      ...columnsOf(requests, "approvalsRequired", "approvalsGiven", "createdAt", "expiresAt", "closedAt"),
      agentId: agents.id,
      agentName: agents.name,
      grant: getTableColumns(grants),
      voided: getTableColumns(voidApprovals),
      edit: getTableColumns(requestEdits),
    })
    .from(approvals)
    .innerJoin(requests, eq(requests.id, approvals.requestId))
    .innerJoin(people, eq(people.id, approvals.personId))
    .leftJoin(represented, eq(represented.id, approvals.forPersonId))
    .innerJoin(agents, eq(agents.id, requests.agentId))
    .leftJoin(voidApprovals, eq(voidApprovals.approvalId, approvals.id))
    .leftJoin(grants, eq(grants.requestId, requests.id))
    .leftJoin(requestEdits, eq(requestEdits.requestId, requests.id))
    .where(and(eq(approvals.id, approvalId), eq(approvals.decision, "approve")));
  return row;
}
