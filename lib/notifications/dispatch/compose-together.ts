import { groupWords } from "#lib/notices/request-words";
import type { Message } from "#lib/notifications/channels/channel";
import type { ClaimedDelivery } from "#lib/notifications/deliveries/claim-deliveries";
import type { MessageContext } from "./load-context.ts";
import { detailsText } from "./load-details.ts";

/** A person's messages as one: the newest message's IDs, and an item for each. */
export function composeDigest(messages: [Message, ...Message[]], origin: string): Message {
  const [first] = messages;
  if (messages.length === 1) return first;
  return {
    ...first,
    title: `${messages.length} requests need your approval`,
    body: "Your digest from Countersign.",
    details: undefined,
    items: messages.map(({ title, body, details, url }) => ({
      ...{ title, url, body: details === undefined ? body : `${body} ${details}` },
    })),
    url: `${origin}/queue`,
    link: "Review requests",
    urgency: "low",
    topic: `digest_${first.person?.id.slice(-20) ?? ""}`,
    expiresAt: messages.map(({ expiresAt }) => expiresAt).sort(earliestFirst)[0],
  };
}

/**
 * A person's messages above their budget as one: about requests of one agent and one type. It says how
 * many, when the first expires, and where details are allowed the type and the largest amounts, so that
 * an agent can't hide a request among many.
 */
export function composeGroup(
  digest: Message,
  of: { claims: ClaimedDelivery[]; context: MessageContext; now: Date },
): Message {
  const { person, items, event, expiresAt } = digest;
  if (!items || !person || !expiresAt) return digest;
  const { claims, context, now } = of;
  const [first, ...rest] = claims.flatMap(({ id }) => context.details.get(id) ?? []);
  return {
    ...digest,
    ...groupWords({
      ...{ agentName: event.agent?.name ?? "", count: items.length, expiresAt, now },
      timeZone: context.preferences(person.id).timeZone,
      environment: context.environment?.label,
    }),
    details: first && detailsText([first, ...rest]),
    urgency: "normal",
    topic: `group_${digest.id.slice(-20)}`,
  };
}

function earliestFirst(a: Date | undefined, b: Date | undefined): number {
  return (a?.getTime() ?? Number.POSITIVE_INFINITY) - (b?.getTime() ?? Number.POSITIVE_INFINITY);
}
