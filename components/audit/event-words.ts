import type { AuditEventType } from "#lib/audit/event-types";

/** What happened, in words that follow the name of who did it. Total: a new type of event does not compile until it has some. */
const words: Record<AuditEventType, string> = {
  "workspace.created": "set the workspace up",
  "person.invited": "invited a person",
  "person.activated": "became active",
  "person.roles_changed": "changed a person's roles",
  "person.suspended": "suspended a person",
  "person.reinstated": "reinstated a person",
  "person.left": "recorded that a person left",
  "person.profile_changed": "changed a person's profile",
  "person.removal_refused": "wanted a person out and was refused",
  "enrolment.issued": "issued a one-time link",
  "enrolment.used": "used a one-time link",
  "enrolment.revoked": "revoked a one-time link",
  "passkey.added": "added a passkey",
  "passkey.renamed": "renamed a passkey",
  "passkey.removed": "removed a passkey",
  "passkey.confirmed": "confirmed with a passkey",
  "session.started": "signed in",
  "session.ended": "signed out",
  "session.refused": "was refused sign-in",
  "sso_connection.created": "added a sign-in connection",
  "sso_connection.changed": "changed a sign-in connection",
  "sso_connection.enabled": "turned a sign-in connection on",
  "sso_connection.disabled": "turned a sign-in connection off",
  "sso_connection.removed": "removed a sign-in connection",
  "sso_connection.tested": "tested a sign-in connection",
  "sso_account.linked": "was linked to their account at the identity provider",
  "sso_account.unlinked": "unlinked a person from their account at the identity provider",
  "sso.break_glass": "signed in by passkey although single sign-on is required",
  "sso.logged_out": "was signed out by the identity provider",
  "agent.created": "registered an agent",
  "agent.offered": "offered an agent to a new owner",
  "agent.offer_declined": "declined to own an agent",
  "agent.offer_withdrawn": "withdrew the offer of an agent",
  "agent.offer_expired": "let the offer of an agent expire",
  "agent.owner_changed": "became the owner of an agent",
  "agent.attested": "confirmed that they answer for an agent",
  "agent.backups_changed": "changed an agent's backup approvers",
  "agent.labels_changed": "changed an agent's labels",
  "agent.quarantined": "quarantined an agent",
  "agent.reactivated": "brought an agent back from quarantine",
  "agent.revoked": "revoked an agent",
  "agent.refused": "was refused",
  "agent_key.code_issued": "issued an enrolment code for an agent",
  "agent_key.added": "added a key to an agent",
  "agent_key.revoked": "revoked an agent's key",
  "tool.registered": "registered a tool",
  "tool.revoked": "revoked a tool",
  "policy.draft_changed": "changed the draft policy",
  "policy.published": "published a policy version",
  "policy.proposed": "proposed a policy version",
  "policy.replayed": "replayed past requests with the draft policy",
  "policy.exported": "exported the policy",
  "policy_token.issued": "issued a policy token",
  "policy_token.revoked": "revoked a policy token",
  "scim_token.issued": "issued a provisioning token",
  "scim_token.revoked": "revoked a provisioning token",
  "group.created": "made a group",
  "group.renamed": "renamed a group",
  "group.members_changed": "changed a group's members",
  "group.deleted": "deleted a group",
  "group.released": "emptied a group that is still needed, and left it to the admins",
  "delegation.created": "named a delegate",
  "delegation.revoked": "ended a delegation",
  "break_glass.used": "broke the glass: approved alone what needs more",
  "break_glass.reviewed": "reviewed a break-glass approval",
  "workspace.settings_changed": "changed the workspace's settings",
  "request.allowed": "asked, and policy allowed it",
  "request.blocked": "asked, and policy blocked it",
  "request.pending": "asked, and policy wants a person to decide",
  "request.approval_given": "gave an approval",
  "request.approved": "approved a request",
  "request.denied": "denied a request",
  "request.cancelled": "cancelled a request",
  "request.expired": "let a request expire",
  "request.requirement_changed": "changed what a pending request needs",
  "approval.refused": "was refused a decision",
  "grant.redeemed": "redeemed a grant",
  "grant.refused": "was refused a redemption",
  "grant.expired": "let a grant expire",
  "grant.revoked": "revoked a grant",
  "signing_key.created": "made the first signing key",
  "signing_key.rotated": "rotated the signing key",
};

/** The words for a type of event; the type itself for one of a later version. */
export function eventWords(type: string): string {
  return Object.hasOwn(words, type) ? words[type as AuditEventType] : type;
}

/** The few facts that tell one such event from another at a glance. The rest is in the event itself. */
export function eventFacts(data: Record<string, unknown>): string[] {
  const telling = [
    "act",
    "capacity",
    "finding",
    "action_type",
    "reason",
    "code",
    "purpose",
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
