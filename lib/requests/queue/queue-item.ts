import type { Risk } from "#db/schema/policy";
import { builtInDescriptor } from "#lib/descriptors/built-in-descriptor";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { renderAction } from "#lib/descriptors/render/render-action";
import { textOf } from "#lib/descriptors/render/text-lines";
import { type ActionAmount, actionAmount } from "#lib/policy/action-types/action-amount";
import type { Action } from "#lib/policy/language/action";
import type { RequestBasics } from "../request-view.ts";
import { stateAt } from "../state-at.ts";
import type { ApprovedBefore } from "../unusual/finding.ts";
import type { QueueRow } from "./queue-query.ts";

/** One line of the queue. `resource`, `content` and `amount` are the agent's words: untrusted. */
export interface QueueItem extends RequestBasics {
  actionType: string;
  /** From the action types; null for an unknown type. That of a test request is built in. */
  title: string | null;
  risk: Risk | null;
  resource: string | null;
  /** Its {@link contentLine}. */
  content: string[];
  amount: ActionAmount | null;
  agent: { id: string; name: string; isTest: boolean };
  /** Of the agent when it made the request. */
  owner: { id: string; name: string };
  /** Whether the request concerns the viewer as owner, backup, group member, or their delegate. */
  isYours: boolean;
  /** The viewer's delegators for this request; empty for a request in the viewer's own name. */
  forWhom: string[];
  /** The viewer's decision on the request, if any. */
  yourDecision: "approve" | "deny" | null;
  /** The person the viewer decided for, by name, unless in their own name. */
  decidedFor: string | null;
  /** What a pending request repeats, as far as the viewer may know. */
  approvedBefore: ApprovedBefore | null;
}

/** @param repeats what pending requests repeat, by ID. */
export function queueItem(row: QueueRow, repeats: ReadonlyMap<string, ApprovedBefore>, now: Date): QueueItem {
  const action = JSON.parse(row.action) as Action;
  const entry = { amountParam: row.amount_param, currencyParam: row.currency_param };
  const expiresAt = new Date(row.expires_at);
  return {
    id: row.id,
    state: stateAt(row.state, expiresAt, now),
    closeReason: row.close_reason,
    actionType: row.action_type,
    actionDigest: row.action_digest,
    title: row.title,
    risk: row.risk,
    resource: action.resource ?? null,
    content: contentLine(action, row.descriptor),
    amount: actionAmount(action, entry) ?? null,
    agent: { id: row.agent_id, name: row.agent_name, isTest: row.is_test },
    owner: { id: row.owner_id, name: row.owner_name },
    approvals: { required: row.approvals_required, given: row.approvals_given },
    createdAt: new Date(row.created_at),
    expiresAt,
    closedAt: row.closed_at === null ? null : new Date(row.closed_at),
    isYours: row.is_yours,
    forWhom: row.for_whom ?? [],
    isBreakGlass: row.is_break_glass,
    yourDecision: row.your_decision,
    decidedFor: row.decided_for,
    approvedBefore: repeats.get(row.id) ?? null,
  };
}

const mostValues = 3;
const mostCharacters = 120;

/**
 * What distinguishes a request, for one line of a list: the command and its machine, or the
 * resource and the first described values. Parts of the signed action, by an agent: untrusted, and
 * cut.
 * @param descriptor null for a type that has none.
 */
export function contentLine(action: Action, descriptor: Descriptor | null): string[] {
  const described = descriptor ?? builtInDescriptor(action.type);
  const command = commandIn(action, described);
  const resource = action.resource === undefined ? [] : [action.resource];
  // One agent's commands mostly run on one machine, and phones have little room.
  return (command === undefined ? [...resource, ...valuesOf(action, described)] : [command, ...resource])
    .filter((text, index, all) => text.trim() !== "" && all.indexOf(text) === index)
    .slice(0, mostValues)
    .map((text) => text.slice(0, mostCharacters));
}

// Not rendered: a list doesn't wait for the reader of shell commands.
function commandIn({ params }: Action, descriptor: Descriptor | undefined): string | undefined {
  const field = descriptor?.fields.find(({ format }) => format === "command");
  const value = field && params[field.path.slice(1)];
  return typeof value === "string" ? value : undefined;
}

/** Without a description, the short parameters as the agent named them. */
function valuesOf(action: Action, descriptor: Descriptor | undefined): string[] {
  const { form, fields } = renderAction(action, descriptor);
  if (form === "described")
    return fields.filter(({ format }) => format !== "amount").map(({ shown }) => textOf(shown));
  return Object.entries(action.params).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [`${name}: ${value}`] : [],
  );
}
