import type { AuditEventType } from "#lib/audit/event-types";

/**
 * The text of an event, after the actor's name. Total: a new event type does not compile without a
 * text.
 */
const words: Record<AuditEventType, string> = {
  "workspace.created": "set up the workspace",
  "workspace.founding_ended": "became the second admin",
  "person.invited": "invited a person",
  "person.activated": "joined",
  "person.roles_changed": "changed someone's roles",
  "person.suspended": "suspended someone",
  "person.reinstated": "reactivated someone",
  "person.left": "deactivated someone",
  "person.profile_changed": "changed someone's profile",
  "person.address_confirmed": "confirmed someone's email",
  "person.called_inactive": "reported someone as inactive",
  "person.called_active": "reported someone as active",
  "person.removal_refused": "couldn't deprovision someone",
  "enrolment.issued": "issued a one-time link",
  "enrolment.used": "used a one-time link",
  "enrolment.revoked": "revoked a one-time link",
  "passkey.added": "added a passkey",
  "passkey.renamed": "renamed a passkey",
  "passkey.removed": "removed a passkey",
  "passkey.confirmed": "confirmed with a passkey",
  "passkey.control_confirmed": "confirmed whose passkey it is",
  "session.started": "signed in",
  "session.ended": "signed out",
  "session.refused": "was denied sign-in",
  "sso_connection.created": "added an SSO connection",
  "sso_connection.changed": "edited an SSO connection",
  "sso_connection.enabled": "turned on an SSO connection",
  "sso_connection.disabled": "turned off an SSO connection",
  "sso_connection.removed": "removed an SSO connection",
  "sso_connection.tested": "tested an SSO connection",
  "sso_account.linked": "was linked to an identity provider account",
  "sso_account.unlinked": "unlinked an identity provider account",
  "sso.break_glass": "bypassed required single sign-on with a passkey",
  "sso.logged_out": "was signed out by the identity provider",
  "agent.created": "created an agent",
  "agent.offered": "started an ownership transfer",
  "agent.offer_declined": "declined an ownership transfer",
  "agent.offer_withdrawn": "cancelled an ownership transfer",
  "agent.offer_expired": "let an ownership transfer expire",
  "agent.owner_changed": "accepted ownership of an agent",
  "agent.attested": "confirmed ownership of an agent",
  "agent.backups_changed": "changed backup approvers",
  "agent.labels_changed": "changed agent labels",
  "agent.quarantined": "quarantined an agent",
  "agent.reactivated": "released an agent from quarantine",
  "agent.revoked": "revoked an agent",
  "agent.refused": "had a call rejected",
  "agent_key.code_issued": "created an enrollment code",
  "agent_key.added": "added an agent key",
  "agent_key.revoked": "revoked an agent key",
  "tool.registered": "registered a tool",
  "tool.revoked": "revoked a tool",
  "policy.draft_changed": "edited the policy draft",
  "policy.published": "published a policy version",
  "policy.proposed": "proposed a policy version",
  "proposal.created": "proposed a change",
  "proposal.confirmed": "confirmed a proposed change",
  "proposal.declined": "declined a proposed change",
  "proposal.withdrawn": "withdrew a proposed change",
  "proposal.superseded": "closed a proposed change because its object changed",
  "proposal.expired": "let a proposed change expire",
  "policy.replayed": "ran an impact preview",
  "policy.exported": "exported the policy",
  "policy_token.issued": "created a policy token",
  "policy_token.revoked": "revoked a policy token",
  "scim_token.issued": "created a SCIM token",
  "scim_token.answered": "took responsibility for a SCIM token",
  "scim_token.revoked": "revoked a SCIM token",
  "transmitter.registered": "added a security event source",
  "transmitter.answered": "took responsibility for a security event source",
  "transmitter.revoked": "revoked a security event source",
  "signal.received": "reported a security event",
  "signal.ambiguous": "reported a security event that may be about several people, so nothing was changed",
  "signal.refused": "reported a security event that was rejected as a duplicate",
  "group.created": "created a group",
  "group.renamed": "renamed a group",
  "group.members_changed": "changed group members",
  "group.deleted": "deleted a group",
  "group.released": "removed the last member of a group that's still in use",
  "delegation.created": "added a delegate",
  "delegation.revoked": "ended a delegation",
  "break_glass.used": "approved alone with break-glass",
  "break_glass.reviewed": "reviewed a break-glass approval",
  "workspace.settings_changed": "changed workspace settings",
  "request.allowed": "requested an action: auto-approved",
  "request.blocked": "requested an action: blocked",
  "request.pending": "requested an action: needs approval",
  "request.approval_given": "gave an approval",
  "request.approval_voided": "had an approval voided",
  "request.approved": "approved a request",
  "request.denied": "denied a request",
  "request.cancelled": "cancelled a request",
  "request.expired": "let a request expire",
  "request.requirement_changed": "changed what a pending request requires",
  "approval.refused": "had a decision rejected",
  "grant.redeemed": "redeemed a grant",
  "grant.refused": "had a redemption rejected",
  "grant.expired": "let a grant expire",
  "grant.revoked": "revoked a grant",
  "signing_key.created": "created the first signing key",
  "signing_key.rotated": "rotated the signing key",
};

/** The words for a type of event; the type itself for one of a later version. */
export function eventWords(type: string): string {
  return Object.hasOwn(words, type) ? words[type as AuditEventType] : type;
}

/**
 * The few facts that distinguish similar events at a glance. The event itself contains the rest.
 */
export function eventFacts(data: Record<string, unknown>): string[] {
  const telling = [
    "act",
    "capacity",
    "finding",
    "action_type",
    "reason",
    "code",
    "purpose",
    "event",
    "roles",
    "version",
  ];
  return telling.flatMap((name) => {
    const value = data[name];
    if (Array.isArray(value)) return value.length > 0 ? [value.join(", ")] : [];
    if (typeof value === "number") return [`${name} ${value}`];
    return typeof value === "string" ? [value.replaceAll("_", " ")] : [];
  });
}
