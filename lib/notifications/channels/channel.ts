import type { Database, Transaction } from "#db/client";
import type { ChannelId, NotificationKind } from "#db/schema/notifications";
import type { Risk } from "#db/schema/policy";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Clock } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import type { OutboundClient } from "#lib/outbound/client";
import type { RequestBasics } from "#lib/requests/request-view";

/** What a channel sends with. */
export interface Sending {
  db: Database;
  secret: MasterSecret;
  outbound: Pick<OutboundClient, "send">;
  clock: Clock;
}

/** An event's request, without the agent's text: no parameters, reason or context. */
export interface RequestFacts extends RequestBasics {
  /** The code of the denial's reason, without the approver's words. */
  denialCode: string | null;
  actionType: string;
  /** null for an unclassified action. */
  risk: Risk | null;
  webhookId: string;
  ownerId: string;
  policyVersion: number;
}

export interface EventFacts {
  id: string;
  kind: NotificationKind;
  at: Date;
  agent: { id: string; name: string } | undefined;
  request: RequestFacts | undefined;
  /** Whether people aren't notified: a repetition, or a flood. Programs get every event. */
  isQuiet?: boolean;
}

export interface Destination {
  /** Undefined for a program or a shared chat channel. */
  personId: string | undefined;
  /** The channel's own name of the destination: the ID of a subscription or an endpoint, an address. */
  destination: string;
  /** Messages to one receiver share its limits and pauses: a push service, a mail server, an endpoint. */
  receiver: string;
}

export interface Subscription {
  event: EventFacts;
  to: Destination;
  /** The earlier delivery to end. Sent only if, and after, that delivery was sent. */
  follows?: string;
}

export interface Message {
  /** The same on every attempt, for receivers to recognize repetitions. Contains no dot. */
  id: string;
  kind: NotificationKind;
  destination: string;
  /** What the workspace calls the place that its agents act in. In the title too. */
  environment?: string | undefined;
  /** At most 40 and 110 characters, nothing confidential: lock screens show both. */
  title: string;
  body: string;
  /** Facts that an admin allowed out, such as action and amount; undefined: nothing. */
  details: string | undefined;
  /** A digest's notifications; absent for a single message. */
  items?: { title: string; body: string; url: string }[];
  /** The page to open, absolute, and the words of the link. */
  url: string;
  link: string;
  urgency: "high" | "normal" | "low";
  /** A later message of the topic replaces an earlier. At most 32 URL-safe characters. */
  topic: string;
  /** Replaces an earlier message, and calls for nothing. */
  isSilent: boolean;
  /** The message is useless afterwards. */
  expiresAt: Date | undefined;
  person: { id: string; name: string; email: string } | undefined;
  /** How many requests the person can decide now; for the badge of the app. */
  pendingCount: number;
  reference: string | undefined;
  /** For programs: the event, with IDs and no parameters. */
  event: EventFacts;
  attempt: number;
}

/** The result of an attempt. `reason` is for admins, without the receiver's words. */
export type SendResult =
  | { outcome: "delivered"; reference?: string }
  /** The destination no longer exists, and was removed by the channel. */
  | { outcome: "gone"; reason: string }
  | { outcome: "refused"; reason: string }
  /** Try again, after `afterSeconds` if named. `pauses`: the receiver gets no other message either. */
  | { outcome: "retry"; reason: string; afterSeconds?: number; pauses: boolean };

/**
 * One way out of the building. An adapter knows no requests and no policy: it finds destinations
 * and sends a message. Retries, limits, pauses, leases and the log are in
 * lib/notifications/deliveries and lib/notifications/dispatch.
 */
export interface Channel {
  readonly id: ChannelId;
  /**
   * Messages on their way at a time in this process, and to one receiver or one group of receivers
   * from all processes. A receiver's group is the part of its name before a slash. `perSecond`:
   * messages a second to one receiver from all processes.
   */
  readonly limits: { together: number; perReceiver: number; perGroup?: number; perSecond?: number };
  /** Whether a message can be closed or updated after its request's decision. */
  readonly canUpdate: boolean;
  /** People's destinations: no device, or several. */
  destinationsOf(db: Database | Transaction, personIds: string[]): Promise<Destination[]>;
  /** Programs and chat channels for a batch's events, in one query. Empty for channels to people. */
  subscribersOf(db: Database | Transaction, events: readonly EventFacts[]): Promise<Subscription[]>;
  /** One attempt, within 20 seconds. A thrown error counts as `retry` without a pause. */
  send(message: Message, signal: AbortSignal): Promise<SendResult>;
}

export type Retry = Extract<SendResult, { outcome: "retry" }>;

/** Another attempt, at the receiver's time if any. `pauses`: as in {@link SendResult}. */
export function retry(
  reason: string,
  { pauses, afterSeconds }: { pauses: boolean; afterSeconds?: number | undefined },
): Retry {
  return { outcome: "retry", reason, pauses, ...(afterSeconds === undefined ? {} : { afterSeconds }) };
}

/** Whether a status asks for fewer calls, possibly with `Retry-After`. */
export function isBusy(status: number): boolean {
  return status === 429 || status === 503;
}

/** A test that a channel sends right away, outside the queue. */
export function testMessage(
  words: Pick<Message, "destination" | "title" | "body" | "url" | "link">,
  now: Date,
): Message {
  const id = newId("dlv", now);
  return {
    ...words,
    ...{ id, kind: "test", topic: id, attempt: 1, urgency: "normal", isSilent: false, pendingCount: 0 },
    ...{ details: undefined, expiresAt: undefined, person: undefined, reference: undefined },
    event: { id, kind: "test", at: now, agent: undefined, request: undefined },
  };
}
