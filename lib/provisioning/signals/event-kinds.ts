/** The meaning of events by URI (CAEP 1.0 and RISC 1.0, section 2; SSF 1.0, section 8.1.4). */
const kinds = {
  "https://schemas.openid.net/secevent/caep/event-type/session-revoked": "session-revoked",
  "https://schemas.openid.net/secevent/caep/event-type/credential-change": "credential-change",
  "https://schemas.openid.net/secevent/risc/event-type/account-disabled": "account-disabled",
  "https://schemas.openid.net/secevent/risc/event-type/credential-compromise": "credential-compromise",
  // The event's name in drafts, still used by a few providers.
  "https://schemas.openid.net/secevent/risc/event-type/credential-compromised": "credential-compromise",
  "https://schemas.openid.net/secevent/ssf/event-type/verification": "verification",
  // Neither profile has an event about all agents. CAEP's risk-level-change also has a tenant as its
  // principal, but a source sends it for other reasons than agents.
  "urn:countersign:secevent:agents-compromise": "agents-compromise",
} as const;

/** `other`: an event without an effect here. */
export type EventKind = (typeof kinds)[keyof typeof kinds] | "other";

export function eventKind(uri: string): EventKind {
  return Object.hasOwn(kinds, uri) ? kinds[uri as keyof typeof kinds] : "other";
}
