import { newId } from "#lib/kernel/ids";
import type { Message } from "./channel.ts";

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
