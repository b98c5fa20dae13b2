import type { ChannelId } from "#db/schema/notifications";
import type {
  Channel,
  Destination,
  EventFacts,
  Message,
  SendResult,
} from "#lib/notifications/channels/channel";

/** A channel that keeps its messages, and answers as a test wants. For tests only. */
export class MemoryChannel implements Channel {
  readonly sent: Message[] = [];
  readonly limits = { together: 8, perReceiver: 4 };
  readonly canUpdate: boolean;
  /** The destinations of people, in order of their addition. */
  readonly destinations: Destination[] = [];
  readonly subscribers: Destination[] = [];
  /** Called for each attempt; the default accepts. */
  answer: (message: Message, signal: AbortSignal) => SendResult | Promise<SendResult> = ({ id }) => ({
    outcome: "delivered",
    reference: `ref_${id}`,
  });

  constructor(
    readonly id: ChannelId,
    { canUpdate = true }: { canUpdate?: boolean } = {},
  ) {
    this.canUpdate = canUpdate;
  }

  /** Gives a person a destination. */
  reach(
    person: { personId: string },
    destination = `device_${this.destinations.length}`,
    receiver = "host",
  ): this {
    this.destinations.push({ personId: person.personId, destination, receiver });
    return this;
  }

  async destinationsOf(_: unknown, personIds: string[]): Promise<Destination[]> {
    return this.destinations.filter(({ personId }) => personId !== undefined && personIds.includes(personId));
  }

  async subscribersOf(_: unknown, events: readonly EventFacts[]) {
    return events.flatMap((event) => this.subscribers.map((to) => ({ event, to })));
  }

  async send(message: Message, signal: AbortSignal): Promise<SendResult> {
    this.sent.push(message);
    return this.answer(message, signal);
  }

  /** What was sent so far, by kind and person. */
  get log(): [string, string | undefined][] {
    return this.sent.map(({ kind, person }) => [kind, person?.name]);
  }
}
