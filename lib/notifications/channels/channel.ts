import type { Database, Transaction } from "#db/client";
import type { ChannelId, NotificationKind } from "#db/schema/notifications";
import type { EventFacts } from "./event-facts.ts";

/** Where a channel sends a message. */
export interface Destination {
  /** The person who reads the message; undefined for a program or a shared chat channel. */
  personId: string | undefined;
  /** The channel's own name of the destination: the ID of a subscription or an endpoint, an address. */
  destination: string;
  /** Messages to one receiver share its limits and pauses: a push service, a mail server, an endpoint. */
  receiver: string;
}

/** An event for one program or shared chat channel. */
export interface Subscription {
  event: EventFacts;
  to: Destination;
  /** The earlier delivery that this one ends: sent only once, and if, that delivery was sent. */
  follows?: string;
}

/** A message that is ready to be sent. */
export interface Message {
  /** The same on every attempt, so that the receiver can recognize a repetition. Contains no dot. */
  id: string;
  kind: NotificationKind;
  destination: string;
  /** At most 40 and 110 characters, and nothing confidential: both may be on a lock screen. */
  title: string;
  body: string;
  /** What an admin allowed to leave the building, such as action and amount; undefined: nothing. */
  details: string | undefined;
  /** The notifications of a digest; absent for a single one. */
  items?: { title: string; body: string; url: string }[];
  /** The page to open, absolute, and the words of the link. */
  url: string;
  link: string;
  urgency: "high" | "normal" | "low";
  /** A later message with the same topic replaces an earlier one. At most 32 URL-safe characters. */
  topic: string;
  /** Replaces an earlier message, and calls for nothing. */
  isSilent: boolean;
  /** The message is useless after this time. */
  expiresAt: Date | undefined;
  person: { id: string; name: string; email: string } | undefined;
  /** How many requests the person can decide now; for the badge of the app. */
  pendingCount: number;
  /** The receiver's ID of the earlier message that this one updates. */
  reference: string | undefined;
  /** For programs: the event, with IDs and no parameters. */
  event: EventFacts;
  attempt: number;
}

/** What became of an attempt. `reason` is for admins, and never repeats the receiver's own words. */
export type SendResult =
  | { outcome: "delivered"; reference?: string }
  /** The destination does not exist any longer. The channel has removed it. */
  | { outcome: "gone"; reason: string }
  /** The receiver refuses this message, and will refuse it again. */
  | { outcome: "refused"; reason: string }
  /**
   * Try again, after `afterSeconds` if the receiver named a time. `pauses`: the receiver as a whole
   * is unreachable or overloaded, and gets no other message either.
   */
  | { outcome: "retry"; reason: string; afterSeconds?: number; pauses: boolean };

/**
 * One way out of the building. An adapter knows no requests and no policy: it finds destinations
 * and sends a message. Retries, limits, pauses, leases and the log are in
 * lib/notifications/deliveries and lib/notifications/dispatch.
 */
export interface Channel {
  readonly id: ChannelId;
  /**
   * Messages on their way at a time: in this process, and to one receiver from all processes.
   * `perGroup`: to a group of receivers from all processes. A receiver's group is the part of its
   * name before a slash; a receiver without a slash is in none. `perSecond`: messages a second to one receiver from all processes; undefined: as many as it takes.
   */
  readonly limits: { together: number; perReceiver: number; perGroup?: number; perSecond?: number };
  /** Whether a message can be closed or updated once its request is decided. */
  readonly canUpdate: boolean;
  /** The destinations of these people. A person may have none, or several devices. */
  destinationsOf(db: Database | Transaction, personIds: string[]): Promise<Destination[]>;
  /** Programs and chat channels for a batch's events, in one query. Empty for channels to people. */
  subscribersOf(db: Database | Transaction, events: readonly EventFacts[]): Promise<Subscription[]>;
  /** One attempt, within 20 seconds. A thrown error counts as `retry` without a pause. */
  send(message: Message, signal: AbortSignal): Promise<SendResult>;
}
