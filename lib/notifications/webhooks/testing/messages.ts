import type { NotificationKind } from "#db/schema/notifications";
import { newId } from "#lib/kernel/ids";
import type { EventFacts, Message, RequestFacts } from "#lib/notifications/channels/channel";
import { now } from "#lib/testing/workspace";

const agent = { id: "agt_1", name: "Refund bot" };

/** An event about a request, as planning and dispatch make it. */
export function eventOf(
  kind: NotificationKind,
  request: Partial<RequestFacts> = {},
  of: { id: string; name: string } = agent,
): EventFacts {
  const facts: RequestFacts = {
    ...{
      id: "req_1",
      state: "pending",
      closeReason: null,
      denialCode: null,
      actionType: "refund.create",
      risk: "spend",
    },
    ...{ actionDigest: "digest", webhookId: "msg_1", ownerId: "per_1", policyVersion: 3 },
    ...{ approvals: { required: 2, given: 1 }, isBreakGlass: false },
    ...{ createdAt: now, expiresAt: now, closedAt: null },
    ...request,
  };
  return { id: newId("obx", now), kind, at: now, agent: of, request: facts };
}

/** The message of an event to one endpoint. */
export function messageOf(endpointId: string, event: EventFacts, more: Partial<Message> = {}): Message {
  return {
    ...{ id: newId("dlv", now), kind: event.kind, destination: endpointId, event, attempt: 1 },
    ...{ title: "A title", body: "A body", details: undefined, url: "https://c.example/queue", link: "Open" },
    ...{ urgency: "normal", topic: "topic", isSilent: false, expiresAt: undefined, person: undefined },
    ...{ pendingCount: 0, reference: undefined },
    ...more,
  };
}
