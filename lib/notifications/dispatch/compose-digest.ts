import type { Message } from "#lib/notifications/channels/channel";

/** A person's messages as one: the newest message's IDs, and an item for each. */
export function composeDigest(messages: [Message, ...Message[]], origin: string): Message {
  const [first] = messages;
  if (messages.length === 1) return first;
  return {
    ...first,
    title: `${messages.length} requests need your approval`,
    body: "Your digest from Countersign.",
    items: messages.map(({ title, body, url }) => ({ title, body, url })),
    url: `${origin}/queue`,
    link: "Review requests",
    urgency: "low",
    topic: `digest_${first.person?.id.slice(-20) ?? ""}`,
    expiresAt: messages.map(({ expiresAt }) => expiresAt).sort(earliestFirst)[0],
  };
}

function earliestFirst(a: Date | undefined, b: Date | undefined): number {
  return (a?.getTime() ?? Number.POSITIVE_INFINITY) - (b?.getTime() ?? Number.POSITIVE_INFINITY);
}
