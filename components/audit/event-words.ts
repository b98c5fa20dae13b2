import type { AuditEventType } from "#lib/audit/event-types";
import type { AuditEvent } from "#lib/audit/read-event";

/** An event's text after the actor's name. Total: a new type does not compile without a text. */
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
  "enrollment.issued": "created a one-time link",
  "enrollment.used": "used a one-time link",
  "enrollment.revoked": "revoked a one-time link",
  "passkey.added": "added a passkey",
  "passkey.renamed": "renamed a passkey",
  "passkey.removed": "removed a passkey",
  "passkey.confirmed": "confirmed with a passkey",
  "passkey.control_confirmed": "confirmed a person's passkey",
  "session.started": "signed in",
  "session.ended": "signed out",
  "session.refused": "rejected a sign-in",
  "sso_connection.created": "added an SSO connection",
  "sso_connection.changed": "edited an SSO connection",
  "sso_connection.enabled": "turned on an SSO connection",
  "sso_connection.disabled": "turned off an SSO connection",
  "sso_connection.removed": "removed an SSO connection",
  "sso_connection.tested": "tested an SSO connection",
  "sso_account.linked": "was linked to an identity provider account",
  "sso_account.unlinked": "unlinked an identity provider account",
  "sso.break_glass": "used break-glass to sign in without single sign-on",
  "sso.logged_out": "signed someone out",
  "agent.created": "created an agent",
  "agent.offered": "started an ownership transfer",
  "agent.offer_declined": "declined an ownership transfer",
  "agent.offer_withdrawn": "cancelled an ownership transfer",
  "agent.offer_expired": "marked an ownership transfer as expired",
  "agent.owner_changed": "accepted ownership of an agent",
  "agent.ownership_confirmed": "confirmed ownership of an agent",
  "agent.backups_changed": "changed backup approvers",
  "agent.labels_changed": "changed agent labels",
  "agents.frozen": "froze all agents",
  "agents.released": "released all agents from a freeze",
  "agent.held": "put an agent on hold",
  "agent.released": "released an agent from a hold",
  "agent.quarantined": "quarantined an agent",
  "agent.reactivated": "released an agent from quarantine",
  "agent.revoked": "revoked an agent",
  "agent.refused": "had a call rejected",
  "agent_key.code_issued": "created an enrollment code",
  "agent_key.added": "added an agent key",
  "agent_key.checked": "checked the settings of a hook",
  "agent_key.activated": "made the first call with a hook token",
  "agent_key.revoked": "revoked an agent key",
  "workload_identity.added": "added a workload identity",
  "workload_identity.removed": "removed a workload identity",
  "workload_key.issued": "got a key for a workload token",
  "tool.registered": "registered a tool",
  "tool.revoked": "revoked a tool",
  "boundary.created": "created a boundary",
  "boundary.code_issued": "created an enrollment code for a boundary",
  "boundary.enrolled": "enrolled its key",
  "boundary.revoked": "revoked a boundary",
  "boundary.tools_changed": "reported changed tools",
  "boundary.tools_accepted": "accepted tools of a boundary",
  "boundary.held_tools_changed": "changed what happens to held tools",
  "boundary.mapping_changed": "changed the mapping of a boundary",
  "webhook_endpoint.created": "added a webhook endpoint",
  "webhook_endpoint.changed": "changed the events of a webhook endpoint",
  "webhook_endpoint.secret_rotated": "rotated the secret of a webhook endpoint",
  "webhook_endpoint.enabled": "turned on a webhook endpoint",
  "webhook_endpoint.disabled": "turned off a webhook endpoint",
  "webhook_endpoint.removed": "removed a webhook endpoint",
  "chat_setting.saved": "saved a chat setting",
  "chat_setting.removed": "removed a chat setting",
  "policy.draft_changed": "edited the policy draft",
  "policy.published": "published a policy version",
  "policy.proposed": "proposed a policy version",
  "proposal.created": "proposed a change",
  "proposal.confirmed": "confirmed a proposed change",
  "proposal.declined": "declined a proposed change",
  "proposal.withdrawn": "withdrew a proposed change",
  "proposal.superseded": "closed an outdated proposed change",
  "proposal.expired": "marked a proposed change as expired",
  "policy.replayed": "ran an impact preview",
  "policy.exported": "exported the policy",
  "policy_token.issued": "created a policy token",
  "policy_token.revoked": "revoked a policy token",
  "scim_token.issued": "created a SCIM token",
  "scim_token.responsibility_taken": "took responsibility for a SCIM token",
  "scim_token.revoked": "revoked a SCIM token",
  "event_source.registered": "added a security event source",
  "event_source.responsibility_taken": "took responsibility for a security event source",
  "event_source.revoked": "revoked a security event source",
  "signal.received": "reported a security event",
  "signal.ambiguous": "reported a security event that may be about several people, so nothing was changed",
  "signal.refused": "reported a security event that was rejected",
  "group.created": "created a group",
  "group.renamed": "renamed a group",
  "group.members_changed": "changed group members",
  "group.deleted": "deleted a group",
  "group.released": "removed the last member of a group that's still in use",
  "delegation.created": "added a delegate",
  "delegation.confirmed": "confirmed a delegate",
  "delegation.revoked": "ended a delegation",
  "break_glass.used": "approved alone with break-glass",
  "break_glass.reviewed": "reviewed a break-glass approval",
  "workspace.settings_changed": "changed workspace settings",
  "mail_settings.changed": "changed the email settings",
  "mail_settings.removed": "removed the email settings",
  "mail_settings.tested": "sent a test email",
  "notification_preferences.changed": "changed their notification preferences",
  "request.allowed": "requested, auto-approved",
  "request.blocked": "requested, blocked",
  "request.pending": "requested, needs approval",
  "request.approval_given": "gave an approval",
  "request.approval_voided": "voided an approval",
  "request.edited": "edited a request",
  "request.approved": "approved a request",
  "request.denied": "denied a request",
  "standing_approval.signed": "signed a standing approval",
  "standing_approval.confirmed": "confirmed a standing approval",
  "standing_approval.drawn": "drew from a standing approval",
  "standing_approval.ended": "ended a standing approval",
  "standing_denial.created": "let a denial stand for later requests",
  "standing_denial.ended": "ended a standing denial",
  "request.cancelled": "cancelled a request",
  "request.expired": "marked a request as expired",
  "request.requirement_changed": "changed what a pending request requires",
  "approval.refused": "had a decision rejected",
  "approval.wrong_number": "typed a wrong number",
  "grant.redeemed": "redeemed a grant",
  "grant.refused": "had a redemption rejected",
  "grant.revoked": "revoked a grant",
  "execution.reported": "reported the outcome of an action",
  "execution.input_changed": "ran a tool with a changed input",
  "execution.uncertain": "marked an execution as uncertain",
  "execution.resolved": "resolved an uncertain execution",
  "signing_key.created": "created the first signing key",
  "signing_key.rotated": "rotated the signing key",
  "vapid_key.created": "created the first push key",
  "vapid_key.rotated": "rotated the push key",
  "push_subscription.added": "turned on notifications on a device",
  "push_subscription.removed": "turned off notifications on a device",
};

/** The kind of a one-time link; other events have purposes of other kinds. */
const links = new Map([
  ["setup", "the setup link"],
  ["invitation", "an invitation link"],
  ["recovery", "a recovery link"],
]);

/** The steps of an impact preview, started by an admin and finished by the server. */
const previewSteps = new Map([
  ["started", "started an impact preview"],
  ["done", "finished an impact preview"],
  ["cancelled", "stopped an impact preview"],
  ["failed", "couldn't finish an impact preview"],
]);

/** How a passkey was confirmed, if not by an admin. */
const confirmations = new Map([
  ["own", "confirmed their own passkey"],
  ["founding", "had their passkey confirmed automatically"],
]);

/** Why a security event was rejected. */
const signalRefusals = new Map([
  ["freeze_not_allowed", "reported compromised agents, but isn't allowed to freeze agents"],
  ["before_registration", "reported compromised agents before it was added, so no agent was frozen"],
  ["before_release", "reported compromised agents before the last release, so no agent was frozen"],
  ["jti_used", "reported a security event with the ID of another event"],
]);

export type WordedEvent = Pick<AuditEvent, "type" | "actor" | "subject" | "data">;

/** The words for an event; the type itself for an unknown type. */
export function eventWords({ type, actor, subject, data }: WordedEvent): string {
  const text = typeWords(type);
  if (type === "policy.replayed") return previewSteps.get(String(data.step)) ?? text;
  if (type === "passkey.control_confirmed") return confirmations.get(String(data.with)) ?? text;
  if (type === "signal.refused") return signalRefusals.get(String(data.code)) ?? text;
  if (data.via === "terminal") return `${text} from a terminal`;
  if (type === "session.ended" && subject.person !== actor.id) return words["sso.logged_out"];
  return type.startsWith("enrollment.")
    ? text.replace("a one-time link", (link) => links.get(String(data.purpose)) ?? link)
    : text;
}

/** The words for a type of event; the type itself for an unknown type. */
export function typeWords(type: string): string {
  return Object.hasOwn(words, type) ? words[type as AuditEventType] : type;
}

/** The name of an acting part of the product, by the actor's ID. */
export function systemName(actorId: string): string {
  if (actorId.startsWith("scim:")) return "Directory sync";
  if (actorId.startsWith("signal:")) return "Security event source";
  return actorId === "sso" ? "Single sign-on" : "Countersign";
}

/** The words for a run of events, by type; `#` is the number of events. */
const runs: Partial<Record<AuditEventType, string>> = {
  "request.allowed": "sent # auto-approved requests",
  "request.blocked": "sent # blocked requests",
  "request.pending": "sent # requests that needed approval",
  "request.cancelled": "cancelled # requests",
  "request.expired": "marked # requests as expired",
  "request.approval_voided": "voided # approvals",
  "grant.redeemed": "redeemed # grants",
  "grant.refused": "had # redemptions rejected",
  "grant.revoked": "revoked # grants",
  "agent.refused": "had # calls rejected",
  "session.started": "signed in # times",
  "session.refused": "rejected # sign-ins",
  "execution.reported": "reported # outcomes of actions",
};

/** "cancelled 3 requests", or "changed agent labels 3 times", after the actor's name. */
export function runWords(event: WordedEvent, count: number): string {
  const { type } = event;
  const words = Object.hasOwn(runs, type) ? runs[type as AuditEventType] : undefined;
  return words ? words.replace("#", String(count)) : `${eventWords(event)} ${count} times`;
}
