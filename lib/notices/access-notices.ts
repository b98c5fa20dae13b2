import { type SQL, sql } from "drizzle-orm";
import type { NoticeKind } from "#db/schema/notices";
import { lastingCredentials } from "#lib/people/responsible-admin";
import {
  delegateNamedMessage,
  delegateNamedWords,
  delegationEndedWords,
  enrollmentWords,
} from "./account-words.ts";
import type { NoticeKindEntry } from "./notice-view.ts";

export const accessNotices = {
  sso_bypassed: {
    recipients: "admins",
    // The linked page lists every such sign-in.
    repeated: "replaced",
    title: "An admin signed in without SSO",
    words: () => ({
      text: "An admin used break-glass to sign in with a passkey. Single sign-on is required.",
      href: "/settings/sso",
      link: "View details",
    }),
  },
  founding_ended: {
    recipients: "admins",
    repeated: "kept",
    isCalm: true,
    title: "There's a second admin now",
    words: () => ({
      text: "There's a second admin now. Confirm their passkey, or their approvals and those of the admin who invited them count as one.",
      href: "/people",
      link: "View people",
    }),
  },
  delegate_named: {
    recipients: "admins",
    repeated: "independent",
    stillTrue: isDelegationOpen,
    isForEveryChannel: true,
    title: "A delegate was named",
    message: delegateNamedMessage,
    words: delegateNamedWords,
  },
  delegation_ended: {
    recipients: "admins",
    repeated: "independent",
    isCalm: true,
    isForEveryChannel: true,
    title: "A delegation ended",
    words: delegationEndedWords,
  },
  link_issued: {
    recipients: "admins",
    repeated: "independent",
    title: "A link to add a passkey was created",
    words: enrollmentWords,
  },
  passkey_enrolled: {
    recipients: "admins",
    repeated: "independent",
    title: "A passkey was added through a link",
    words: enrollmentWords,
  },
  passkey_added_on_phone: {
    recipients: "named",
    repeated: "independent",
    isForEveryChannel: true,
    title: "A passkey was added on a phone",
    words: () => ({
      text: "A passkey was added to your account on a phone, with a QR code. If you didn't do this, remove it.",
      href: "/settings#passkeys",
      link: "Check passkeys",
    }),
  },
  push_device_added: {
    recipients: "named",
    repeated: "independent",
    stillTrue: hasDevice,
    isCalm: true,
    isForEveryChannel: true,
    title: "New device gets your notifications",
    words: ({ device }) => ({
      text: `New device gets your notifications: ${device ?? "Browser"}. If you don't recognize it, remove it.`,
      href: "/settings/notifications",
      link: "Check devices",
    }),
  },
  removal_refused: {
    recipients: "admins",
    repeated: "kept",
    title: "Deprovisioning failed",
    words: () => ({
      text: "A deprovisioning request from your directory failed. The person may still have access.",
      href: "/people",
      link: "View people",
    }),
  },
  signal_ambiguous: {
    recipients: "admins",
    repeated: "kept",
    title: "Check a security event",
    words: () => ({
      text: "A security event may be about several people, so no one was suspended or signed out. Check these people.",
      href: "/audit?type=signal.ambiguous",
      link: "View in audit log",
    }),
  },
  scim_token_without_admin: {
    recipients: "admins",
    // The linked page lists every token.
    repeated: "replaced",
    stillTrue: isWithoutResponsibleAdmin,
    title: "A SCIM token needs an admin",
    words: () => ({
      text: "The admin responsible for a SCIM token is no longer an admin. The token still works.",
      href: "/settings/provisioning",
      link: "Take responsibility or revoke",
    }),
  },
  event_source_without_admin: {
    recipients: "admins",
    repeated: "replaced",
    stillTrue: isWithoutResponsibleAdmin,
    title: "An event source needs an admin",
    words: () => ({
      text: "The admin responsible for a security event source is no longer an admin. It can still send events.",
      href: "/settings/signals",
      link: "Take responsibility or revoke",
    }),
  },
  scim_token_expiring: {
    recipients: "named",
    repeated: "replaced",
    title: "A SCIM token expires soon",
    words: ({ more }) => ({
      text: `A SCIM token expires within ${more} days. Your directory can't remove people's access after that.`,
      href: "/settings/provisioning",
      link: "View SCIM tokens",
    }),
  },
} satisfies Partial<Record<NoticeKind, NoticeKindEntry>>;

/** Until the delegation ends. */
function isDelegationOpen(now: Date): SQL {
  return sql`exists (select from delegations v where v.id = n.delegation_id and v.revoked_at is null and v.ends_at > ${now.toISOString()})`;
}

/** Until the device is removed. */
function hasDevice(): SQL {
  return sql`exists (select from push_subscriptions device where device.id = n.push_subscription_id)`;
}

function isWithoutResponsibleAdmin(now: Date): SQL {
  return sql`exists (select from ${lastingCredentials(now)} t where t.kind || '_without_admin' = n.kind and not t.has_responsible_admin)`;
}
