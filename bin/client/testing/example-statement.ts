import type { Capacity } from "#db/schema/requests";
import type { StandingStatement } from "#lib/approvals/standing/approvals/statement";
import type { Display, Statement } from "#lib/approvals/statement";
import { batchStatements, proveInclusion } from "#lib/approvals/together/batch";
import { hashWith, inclusionPath, treeRoot } from "#lib/crypto/merkle-tree";
import type { Read } from "#lib/descriptors/commands/open-reader";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest, renderingDigest } from "#lib/descriptors/digests";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import { canonicalBytes } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { type Action, actionDigest } from "#lib/policy/language/action";
import { type Restate, restated } from "./example-evidence.ts";

/** An edit that led to `action`, as signed and as a receipt states it. */
export function editOf(agent: string, action: Action) {
  const asked: Action = { ...action, params: { ...action.params, amount: 9000 } };
  const from = actionDigest(agent, asked);
  const patch = [{ op: "replace" as const, path: "/params/amount", value: action.params.amount ?? null }];
  return { signed: { from, patch }, stated: { asked, asked_digest: from, patch } };
}

/** A standing approval of what a statement approves, for amounts up to the signed one and one more charge. */
export function standingOf(approval: Uint8Array): Uint8Array {
  const approved: Statement = JSON.parse(Buffer.from(approval).toString());
  const { capacity, on_behalf_of: _, break_glass_reason: __, edit: ___, ...members } = approved;
  const statement: Omit<StandingStatement, "capacity"> & { capacity: Capacity } = {
    ...members,
    ...{ decision: "approve_standing", capacity },
    terms: {
      may_differ: [
        { path: "/params/amount", up_to: 1250 },
        { path: "/resource", one_of: ["charge/ch_81", "charge/ch_82"] },
      ],
      ...{ count: 20, per_hour: 5, total: 20_000 },
    },
    rests_on: { count: 24, root: base64url(hashWith(treeRoot([approval]), sha256)) },
  };
  return canonicalBytes(statement);
}

/** What the approver saw of the action. */
export async function displayOf(
  action: Action,
  {
    descriptor,
    builtIn,
    read,
  }: { descriptor?: Descriptor | undefined; builtIn?: number | undefined; read?: Read | undefined },
): Promise<Display> {
  const source = builtIn === undefined ? { version: 7 } : { built_in: builtIn };
  const commands = read ? { read } : await readerFor(descriptor);
  return {
    ...(descriptor && { descriptor: { ...source, digest: descriptorDigest(descriptor) } }),
    rendering: renderingDigest(renderAction(action, descriptor, commands)),
  };
}

/** A statement among others in a batch. */
export function batchOf(
  own: Uint8Array,
  { count, index }: { count: number; index: number },
  other: (at: number) => Uint8Array,
  restate: Restate | undefined,
) {
  const statements = Array.from({ length: count }, (_, at) => (at === index ? own : other(at)));
  if (restate) return bentBatch(statements, index, restate);
  const batched = batchStatements(statements);
  const { batch, path } = proveInclusion(batched, index);
  return { bytes: batched.bytes, proof: { statement: batch, index, path } };
}

/** A batch that the server would never make. */
function bentBatch(statements: Uint8Array[], index: number, restate: Restate) {
  const { approver, agent, action } = JSON.parse(Buffer.from(statements[index] ?? "").toString());
  const root = base64url(hashWith(treeRoot(statements), sha256));
  const batch = { v: 1, decision: "approve_together", approver, agent, action_type: action.type };
  const whole = { ...batch, count: statements.length, root };
  const bytes = restated(Buffer.from(JSON.stringify(whole)), restate);
  const path = hashWith(inclusionPath(statements, index), sha256).map(base64url);
  return { bytes, proof: { statement: base64url(bytes), index, path } };
}
