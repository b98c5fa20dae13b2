/**
 * The words for a passkey's act, by the longest matching beginning of the stored name
 * (lib/passkeys/confirmed-act.ts).
 */
const words: Record<string, string> = {
  "agent/create": "Create agent",
  "agent/key": "Add agent key",
  "agent/backups": "Change backup approvers",
  "agent/workload": "Add workload identity",
  "agent/labels": "Change agent labels",
  "agent/callback": "Set agent callback",
  "agents/revoke": "Revoke agents",
  "agents/release": "Release agent from hold",
  "policy/publish": "Publish policy version",
  "policy/propose": "Propose policy version",
  "policy/token": "Create policy token",
  "scim-token/issue": "Create SCIM token",
  "credential/answer/scim_token": "Take responsibility for SCIM token",
  "event-source/register": "Add event source",
  "credential/answer/event_source": "Take responsibility for event source",
  "delegation/confirm": "Confirm delegate",
  "delegation/name": "Add delegate",
  "proposal/confirm": "Confirm proposed change",
  "push-key/rotate": "Rotate push key",
  "signing-key/rotate": "Rotate signing key",
  "mail/change": "Change email settings",
  "mail/remove": "Remove email settings",
  "chat/save": "Save chat setting",
  "chat/remove": "Remove chat setting",
  "webhook/register": "Add webhook endpoint",
  "webhook/events": "Change webhook events",
  "webhook/rotate": "Rotate webhook secret",
  "webhook/switch/active": "Turn on webhook endpoint",
  "webhook/switch/disabled": "Turn off webhook endpoint",
  "webhook/remove": "Remove webhook endpoint",
  "webhook/remove-callback": "Remove agent callback",
  "boundary/mapping": "Change boundary mapping",
  "boundary/end-mapping": "End boundary mapping",
  "boundary/create": "Create boundary",
  "boundary/code": "Create boundary enrollment code",
  "boundary/held-tools": "Change held tools",
  "boundary/accept": "Accept boundary tools",
  "tool/register": "Register tool",
  "workspace/message-details": "Include details in messages",
  "workspace/flood-limit": "Change flood limit",
  "workspace/ownership-review": "Change ownership reviews",
  "workspace/second-admin/require": "Require two admins",
  "workspace/second-admin/propose-end": "Propose turning off two admins",
  "workspace/phone-sessions": "Extend phone sessions",
  "workspace/sso/require": "Require single sign-on",
  "workspace/sso/release": "Stop requiring single sign-on",
  "workspace/break-glass-deadline": "Change break-glass deadline",
  "sso/create": "Add SSO connection",
  "sso/change": "Edit SSO connection",
  "sso/switch/enable": "Turn on SSO connection",
  "sso/switch/disable": "Turn off SSO connection",
  "sso/remove": "Remove SSO connection",
  "sso/unlink": "Unlink identity provider account",
  "break-glass/review": "Review break-glass approval",
  "people/roles": "Change roles",
  "people/invite": "Invite person",
  "people/invite-again": "Create invitation link",
  "people/reinstate": "Reactivate person",
  "people/address": "Confirm email",
  "people/deactivate": "Deactivate person",
  recovery: "Create recovery link",
  "passkey/confirm": "Confirm passkey",
  "group/add": "Add group members",
  "group/create": "Create group",
};

/** "Create agent" for `agent/create/public/<digest>`; the stored words for an unknown act. */
export function actWords(act: string): string {
  const parts = act.split("/");
  for (let count = Math.min(parts.length, 3); count > 0; count--) {
    const beginning = parts.slice(0, count).join("/");
    if (Object.hasOwn(words, beginning)) return words[beginning] ?? act;
  }
  return parts.slice(0, 2).join(" ").replaceAll("-", " ");
}
