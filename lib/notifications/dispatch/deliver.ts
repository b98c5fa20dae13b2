import type { Database } from "#db/client";
import type { Clock } from "#lib/kernel/clock";
import { announce } from "#lib/notices/announce";
import { inEnvironment } from "#lib/notices/request-words";
import type { Channel, Message, SendResult } from "#lib/notifications/channels/channel";
import { type ClaimedDelivery, claimDigest } from "#lib/notifications/deliveries/claim-deliveries";
import { type Outcome, recordResult } from "#lib/notifications/deliveries/record-result";
import { isGroupKey } from "#lib/notifications/planning/budgets";
import { compose } from "./compose.ts";
import { composeDigest, composeGroup } from "./compose-together.ts";
import { loadContext, type MessageContext } from "./load-context.ts";

export interface Delivering {
  db: Database;
  channel: Channel;
  clock: Clock;
  origin: string;
  signal: AbortSignal;
  onError: (error: unknown) => void;
}

/** A digest's deliveries, or a single delivery, as one message. */
export type DeliveryGroup = [ClaimedDelivery, ...ClaimedDelivery[]];

/** Claims grouped by message, in the order of their first. */
export function groupByDigest(claims: ClaimedDelivery[]): DeliveryGroup[] {
  const groups = new Map<string, DeliveryGroup>();
  for (const claim of claims) {
    const key = claim.digestKey ?? claim.id;
    const group = groups.get(key);
    if (group) group.push(claim);
    else groups.set(key, [claim]);
  }
  return [...groups.values()];
}

/** Sends claimed deliveries with the rest of their digest, and records the result. */
export async function deliver(
  group: DeliveryGroup,
  context: MessageContext,
  delivering: Delivering,
): Promise<void> {
  const { db, clock, origin } = delivering;
  const [{ digestKey }] = group;
  const others = digestKey === null ? [] : await claimDigest(db, { digestKey, now: clock() });
  const more = others.length === 0 ? context : await loadContext(db, [...group, ...others], clock());
  const sendable: { claim: ClaimedDelivery; message: Message }[] = [];
  for (const each of [...group, ...others]) {
    const composed = composeSafely(each, more, delivering);
    if (!composed) await record(each, broken, delivering);
    else if ("message" in composed) sendable.push({ claim: each, message: composed.message });
    else await record(each, { outcome: "withdrawn", reason: composed.withdrawn }, delivering);
  }
  const [first, ...rest] = sendable;
  if (!first) return;
  const all = composeDigest([first.message, ...rest.map((each) => each.message)], origin);
  const claims = sendable.map(({ claim }) => claim);
  const digest = isGroupKey(digestKey) ? composeGroup(all, { claims, context: more, now: clock() }) : all;
  const environment = context.environment?.label;
  const message =
    environment === undefined ? digest : { ...digest, ...inEnvironment(digest, environment), environment };
  const result = await send(message, delivering);
  // A message about one request is closed when the request ends, also if it was to be one of several.
  if (rest.length === 0) await record({ ...first.claim, digestKey: null }, result, delivering);
  else for (const claim of claims) await record(claim, result, delivering);
}

const broken = {
  outcome: "retry",
  reason: "The message couldn't be written. See the server's log.",
  pauses: false,
} as const;

/** Records that a message couldn't be written: the attempt counts, and is repeated later. */
export async function recordBroken(claims: ClaimedDelivery[], delivering: Delivering): Promise<void> {
  for (const claim of claims) await record(claim, broken, delivering);
}

function composeSafely(claim: ClaimedDelivery, context: MessageContext, delivering: Delivering) {
  try {
    return compose(claim, context, { origin: delivering.origin, now: delivering.clock() });
  } catch (error) {
    delivering.onError(error);
    return undefined;
  }
}

async function send(message: Message, { channel, signal, onError }: Delivering): Promise<SendResult> {
  try {
    return await channel.send(message, signal);
  } catch (error) {
    onError(error);
    return { outcome: "retry", reason: "Sending failed. See the server's log.", pauses: false };
  }
}

async function record(claim: ClaimedDelivery, result: Outcome, { db, clock }: Delivering): Promise<void> {
  const state = await recordResult(db, claim, { result, now: clock(), random: Math.random() });
  // A failing message about failing messages would announce itself.
  if (state === "failed" && claim.kind !== "deliveries_failing")
    await announce(db, { kind: "deliveries_failing", now: clock() });
}
