import type { SubjectKind } from "#lib/audit/record";

/** Labels of {@link SubjectKind}, whose stored names are older than the glossary. */
const labels: Record<SubjectKind, string> = {
  person: "person",
  agent: "agent",
  request: "request",
  key: "key",
  tool: "tool",
  grant: "grant",
  standing_approval: "standing approval",
  approval: "approval",
  offer: "transfer",
  attestation: "ownership confirmation",
  passkey: "passkey",
  enrollment: "one-time link",
  session: "session",
  group: "group",
  delegate: "delegate",
  delegation: "delegation",
  proposal: "proposed change",
  replay: "impact preview",
  policy_version: "policy version",
  policy_token: "policy token",
  scim_token: "SCIM token",
  sso_connection: "SSO connection",
  event_source: "event source",
  webhook_endpoint: "webhook endpoint",
  chat_setting: "chat setting",
  push_subscription: "device",
  boundary: "boundary",
  workload_identity: "workload identity",
};

/** The label of a kind of object, "Proposed change"; the stored name for a kind of a later version. */
export function subjectLabel(kind: string): string {
  const label = Object.hasOwn(labels, kind) ? labels[kind as SubjectKind] : kind.replaceAll("_", " ");
  return capitalized(label);
}

/** The role of an event's person, in events about another subject. */
const personLabels: [events: RegExp, label: string][] = [
  [/^agent\.(?:created|owner_changed|held|released|quarantined|reactivated|revoked|refused)$/, "Owner"],
  [/^request\.(?:allowed|blocked|pending|edited|approved|denied|cancelled|expired)$/, "Owner"],
  [/^(?:grant\.(?:redeemed|refused)|approval\.wrong_number)$/, "Owner"],
  [/^agent\.offer/, "New owner"],
  [/^request\.approval_voided$/, "Approver"],
];

/** The label of an event's object: "Owner" for the person of a request. */
export function subjectLabelIn(eventType: string, kind: string): string {
  const label = kind === "person" && personLabels.find(([events]) => events.test(eventType))?.[1];
  return label || subjectLabel(kind);
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
