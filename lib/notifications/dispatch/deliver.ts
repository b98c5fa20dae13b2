import type { Database } from "#db/client";
import type { Clock } from "#lib/clock";
import type { Channel, Message, SendResult } from "#lib/notifications/channels/channel";
import { type ClaimedDelivery, claimDigest } from "#lib/notifications/deliveries/claim-deliveries";
import { type Outcome, recordResult } from "#lib/notifications/deliveries/record-result";
import { compose } from "./compose.ts";
import { composeDigest } from "./compose-digest.ts";
import { loadContext, type MessageContext } from "./load-context.ts";

export interface Delivering {
  db: Database;
  channel: Channel;
  clock: Clock;
  origin: string;
  /** Aborted when the process stops. */
  signal: AbortSignal;
  onError: (error: unknown) => void;
}

/** Sends one claimed delivery, with the rest of its digest, and records the result. */
export async function deliver(
  claim: ClaimedDelivery,
  context: MessageContext,
  delivering: Delivering,
): Promise<void> {
  const { db, clock, origin } = delivering;
  const others =
    claim.digestKey === null ? [] : await claimDigest(db, { digestKey: claim.digestKey, now: clock() });
  const more = others.length === 0 ? context : await loadContext(db, [claim, ...others], clock());
  const sendable: { claim: ClaimedDelivery; message: Message }[] = [];
  for (const each of [claim, ...others]) {
    const composed = compose(each, more, { origin, now: clock() });
    if ("message" in composed) sendable.push({ claim: each, message: composed.message });
    else await record(each, { outcome: "withdrawn", reason: composed.withdrawn }, delivering);
  }
  const [first, ...rest] = sendable;
  if (!first) return;
  const message = composeDigest([first.message, ...rest.map((each) => each.message)], origin);
  const result = await send(message, delivering);
  for (const each of sendable) await record(each.claim, result, delivering);
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
  await recordResult(db, claim, { result, now: clock(), random: Math.random() });
}
