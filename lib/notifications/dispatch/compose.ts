import { noticeKinds } from "#lib/notices/notice-kinds";
import { requestWords } from "#lib/notices/request-words";
import type { Message } from "#lib/notifications/channels/channel";
import { defaultPreferences } from "#lib/notifications/channels/preferences";
import type { ClaimedDelivery } from "#lib/notifications/deliveries/claim-deliveries";
import { eventFacts } from "#lib/notifications/planning/plan-subscribers";
import type { MessageContext } from "./load-context.ts";
import { detailsText } from "./load-details.ts";

const urgentSeconds = 15 * 60;

type Composed = { message: Message } | { withdrawn: string };

/** The message as things are now, or why it isn't sent: the request ended, or the notice was seen. */
export function compose(
  claim: ClaimedDelivery,
  context: MessageContext,
  { origin, now }: { origin: string; now: Date },
): Composed {
  const person = claim.personId === null ? undefined : context.people.get(claim.personId);
  if (claim.personId !== null && !person) return { withdrawn: "The person is no longer active." };
  const base = baseOf(claim, context, person);
  if (claim.noticeId !== null) return aboutNotice(claim, context, base, origin);
  if (claim.requestId === null) return withoutRequest(claim, context, base, origin);
  const subject = context.subjects.get(claim.requestId);
  if (!subject) return { withdrawn: "There is nothing to say any longer." };
  const { facts, agent } = subject;
  const isOpen = facts.state === "pending" && facts.expiresAt > now;
  const isClosing = claim.kind === "request_closed";
  if (person && !isClosing && !(isOpen && context.canDecide(facts.id, person.id)))
    return { withdrawn: "The request no longer waits for this person." };
  // Programs get every event; a shared channel only true events. No one is asked what a standing denial denies.
  const isAsked = facts.closeReason !== "standing_denial" && (isOpen || claim.channel === "webhook");
  if (claim.kind === "request_pending" && !isAsked) return { withdrawn: "The request ended." };
  if (claim.follows !== null && !context.followed.has(claim.follows))
    return { withdrawn: "The earlier message was not sent." };
  const { timeZone } = person ? context.preferences(person.id) : defaultPreferences;
  const words = requestWords({
    ...{ kind: claim.kind, agentName: agent.name, state: facts.state, closeReason: facts.closeReason },
    ...{ decidedBy: context.deciders.get(facts.id), expiresAt: facts.expiresAt, timeZone, now },
    environment: context.environment?.label,
    isRepeat: person !== undefined && context.isRepeat(facts.id, person.id),
  });
  const isUrgent = isOpen && facts.expiresAt.getTime() - now.getTime() < urgentSeconds * 1000;
  const message = {
    ...{ ...base, ...words, topic: facts.id, isSilent: isClosing },
    ...{ url: `${origin}/requests/${facts.id}`, link: "Review request" },
    urgency: isUrgent ? ("high" as const) : ("normal" as const),
    expiresAt: isClosing ? undefined : facts.expiresAt,
    reference: claim.follows === null ? undefined : (context.followed.get(claim.follows) ?? undefined),
    event: eventFacts({ event: { ...claim, id: claim.notificationId }, subject }),
  };
  return { message };
}

function baseOf(claim: ClaimedDelivery, context: MessageContext, person: Message["person"]) {
  const details = context.details.get(claim.id);
  return {
    ...{ id: claim.id, kind: claim.kind, destination: claim.destination, person },
    details: details && detailsText([details]),
    pendingCount: person ? (context.pendingCounts.get(person.id) ?? 0) : 0,
    attempt: claim.attempts,
  };
}

function aboutNotice(
  claim: ClaimedDelivery,
  context: MessageContext,
  base: ReturnType<typeof baseOf>,
  origin: string,
): Composed {
  const notice = context.notices.get(claim.noticeId ?? "");
  if (!notice) return { withdrawn: "The notice was seen, or no longer applies." };
  const { title, isUrgent, words, message: messageTo } = noticeKinds[notice.kind];
  const { href, link } = words(notice);
  const agent = notice.agentId && notice.agent ? { id: notice.agentId, name: notice.agent } : undefined;
  const message = {
    ...base,
    ...(messageTo?.(notice) ?? { title, body: "Open Countersign for details." }),
    ...{ topic: notice.id, isSilent: false },
    ...{ url: `${origin}${href}`, link, urgency: isUrgent ? ("high" as const) : ("normal" as const) },
    ...{ expiresAt: undefined, reference: undefined },
    event: { id: claim.notificationId, kind: claim.kind, at: notice.at, agent, request: undefined },
  };
  return { message };
}

/** A test, or an event about an agent for programs and shared chat channels. */
function withoutRequest(
  claim: ClaimedDelivery,
  context: MessageContext,
  base: ReturnType<typeof baseOf>,
  origin: string,
): Composed {
  const agent = context.agents.get(claim.agentId ?? "");
  const words =
    claim.kind === "test"
      ? { title: "Test from Countersign", body: "Notifications arrive here.", url: origin }
      : claim.kind === "agent_flooding" && agent
        ? { ...floodWords, url: `${origin}/agents/${agent.id}` }
        : undefined;
  if (!words) return { withdrawn: "There is nothing to say any longer." };
  const message = {
    ...{ ...base, ...words, link: "Open Countersign", topic: claim.id, isSilent: false },
    ...{ urgency: "normal" as const, expiresAt: undefined, reference: undefined },
    event: { id: claim.notificationId, kind: claim.kind, at: claim.createdAt, agent, request: undefined },
  };
  return { message };
}

const floodWords = {
  title: noticeKinds.agent_flooding.title,
  body: "Its requests are one card in the queue.",
};
