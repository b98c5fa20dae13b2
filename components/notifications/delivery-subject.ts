import type { DeliveryView } from "#lib/notifications/deliveries/list-deliveries";

const kinds: Partial<Record<DeliveryView["kind"], string>> = {
  request_escalated: "escalation to ",
  request_reminder: "reminder to ",
  request_last_call: "last reminder to ",
};

/** Who got a message, and why: "Reminder to Ada Byron". */
export function deliverySubject({ kind, person }: Pick<DeliveryView, "kind" | "person">): string {
  const subject = `${kinds[kind] ?? ""}${person ?? "Other receivers"}`;
  return subject.charAt(0).toUpperCase() + subject.slice(1);
}
