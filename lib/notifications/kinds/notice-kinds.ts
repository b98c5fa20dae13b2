import { type SQL, sql } from "drizzle-orm";
import type { NoticeKind } from "#db/schema/notifications";
import { activeAdmin } from "#lib/people/active";
import { lastingCredentials } from "#lib/people/responsible-admin";
import { declinedWords, enrollmentWords } from "./account-words.ts";
import type { NoticeView, NoticeWords } from "./notice-view.ts";

/** What one kind of notice means, wherever the notice appears. */
export interface NoticeKindEntry {
  /** `admins`: all active admins, and the people whom the caller names. `named`: only these people. */
  recipients: "admins" | "named";
  /**
   * What happens to a person's unseen notice of the same kind. `replaced`: the new notice takes its
   * place. `kept`: the person gets no second notice. `once`: a person gets one notice about a
   * request, ever. `independent`: each event has its own notice.
   */
  repeated: "replaced" | "kept" | "once" | "independent";
  /** Whether the notice `n` still applies, as a condition. Absent: until seen or settled. */
  stillTrue?: (now: Date) => SQL;
  /** Whether the notice announces work, and no alarm. */
  isCalm?: true;
  /** Whether messages come in the channels of critical requests, not in those of the account. */
  isUrgent?: true;
  /** The title outside the app: at most 40 characters, and nothing confidential. */
  title: string;
  words: (notice: NoticeView) => NoticeWords;
}

/** Every kind of notice. A new kind is added here alone. */
export const noticeKinds: Record<NoticeKind, NoticeKindEntry> = {
  break_glass_used: {
    recipients: "admins",
    repeated: "once",
    isUrgent: true,
    title: "Break-glass approval used",
    words: ({ by, agent, requestId }) => ({
      text: `${by ?? "An admin"} approved a request from ${agent ?? "an agent"} alone with break-glass.`,
      href: `/requests/${requestId}`,
      link: "View request",
    }),
  },
  break_glass_review_due: {
    recipients: "admins",
    repeated: "once",
    title: "Break-glass review overdue",
    words: ({ by, agent }) => ({
      text: `Break-glass review overdue: ${by ?? "an admin"} approved a request from ${agent ?? "an agent"} alone.`,
      href: "/requests/break-glass",
      link: "Review",
    }),
  },
  publication_proposed: {
    recipients: "admins",
    repeated: "independent",
    stillTrue: isProposalOpen,
    isCalm: true,
    title: "A policy version needs your review",
    words: () => ({
      text: "A new policy version is waiting for a second admin to publish.",
      href: "/policy/draft/review",
      link: "Review",
    }),
  },
  change_proposed: {
    recipients: "admins",
    repeated: "independent",
    stillTrue: isProposalOpen,
    isCalm: true,
    title: "A change needs a second admin",
    words: ({ by }) => ({
      text: `${by ?? "An admin"} proposed a change that needs a second admin.`,
      href: "/settings/changes",
      link: "Review proposed changes",
    }),
  },
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
  founding_ended: {
    recipients: "admins",
    repeated: "kept",
    title: "There's a second admin now",
    words: () => ({
      text: "There's a second admin now. Until a passkey from an invitation link is confirmed, its approvals and those of the admin who sent the link count as one.",
      href: "/people",
      link: "View people",
    }),
  },
  scim_token_unanswered: {
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
  transmitter_unanswered: {
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
  offer_declined: {
    recipients: "named",
    repeated: "independent",
    title: "A transfer was declined",
    words: declinedWords,
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
  agent_flooding: {
    recipients: "named",
    repeated: "independent",
    stillTrue: isFloodPending,
    isUrgent: true,
    title: "An agent makes many requests",
    words: ({ agent, agentId, more }) => ({
      text: `${agent ?? "An agent"} made ${more} requests in a short time. They are one card in your queue, and you won't be notified of each.`,
      href: `/agents/${agentId}`,
      link: "View agent",
    }),
  },
  agent_held: {
    recipients: "admins",
    repeated: "independent",
    stillTrue: isAgentHeld,
    isUrgent: true,
    title: "An agent was put on hold",
    words: ({ by, agent, agentId }) => ({
      text: `${by ?? "Someone"} put ${agent ?? "an agent"} on hold. It can't make requests until its owner or an admin releases it.`,
      href: `/agents/${agentId}`,
      link: "View agent",
    }),
  },
  agent_orphaned: {
    recipients: "admins",
    repeated: "kept",
    title: "An agent has no active owner",
    words: () => ({
      text: "At least one agent has no active owner and is quarantined. Choose another owner.",
      href: "/agents/orphaned",
      link: "View quarantined",
    }),
  },
  key_expiring: {
    recipients: "named",
    repeated: "independent",
    isCalm: true,
    title: "An agent's key expires soon",
    words: ({ agent, agentId, more }) => ({
      text: `A key of ${agent ?? "an agent"} expires within ${more} days. Requests signed with it are rejected after that.`,
      href: `/agents/${agentId}#keys`,
      link: "View keys",
    }),
  },
  tool_key_expiring: {
    recipients: "named",
    // The linked page lists every tool key.
    repeated: "replaced",
    isCalm: true,
    title: "A tool's key expires soon",
    words: ({ more }) => ({
      text: `At least one tool key expires within ${more} days. The tool can't redeem grants with it after that.`,
      href: "/settings/tools",
      link: "View tools",
    }),
  },
  scim_token_expiring: {
    recipients: "named",
    repeated: "replaced",
    title: "A SCIM token expires soon",
    words: ({ more }) => ({
      text: `At least one SCIM token expires within ${more} days. Your directory can't remove people's access after that.`,
      href: "/settings/provisioning",
      link: "View SCIM tokens",
    }),
  },
  ownership_review_due: {
    recipients: "named",
    repeated: "kept",
    isCalm: true,
    title: "Confirm ownership of your agents",
    words: () => ({
      text: "An ownership review is due. Agents without a confirmation are quarantined.",
      href: "/agents/mine",
      link: "Review my agents",
    }),
  },
  ownership_review_lapsing: {
    recipients: "named",
    repeated: "replaced",
    title: "Agents you own will be quarantined",
    words: () => ({
      text: "At least one agent you own will be quarantined within 3 days unless you confirm ownership.",
      href: "/agents/mine",
      link: "Review my agents",
    }),
  },
  deliveries_failing: {
    recipients: "admins",
    repeated: "kept",
    title: "Notifications can't be delivered",
    words: () => ({
      text: "Some notifications couldn't be delivered after several attempts.",
      href: "/settings/channels/failed",
      link: "View failed deliveries",
    }),
  },
  webhook_disabled: {
    recipients: "admins",
    repeated: "independent",
    title: "A webhook was turned off",
    words: ({ agent, agentId }) =>
      agentId
        ? {
            text: `The callback of ${agent ?? "an agent"} was turned off, because its endpoint failed or no longer exists.`,
            href: `/agents/${agentId}#callback`,
            link: "View callback",
          }
        : {
            text: "A webhook endpoint was turned off, because it failed or no longer exists.",
            href: "/settings/channels/webhooks",
            link: "View webhooks",
          },
  },
};

function isProposalOpen(now: Date): SQL {
  return sql`exists (select from proposals c join people b on b.id = c.proposed_by
    where c.id = n.proposal_id and c.state = 'open' and c.expires_at > ${now.toISOString()}::timestamptz and ${activeAdmin("b")})`;
}

/** Until the requests of the flood are decided, or cancelled by a hold. */
function isFloodPending(now: Date): SQL {
  return sql`exists (select from requests flood where flood.agent_id = n.agent_id and flood.state = 'pending'
    and flood.created_at <= n.created_at and flood.expires_at > ${now.toISOString()}::timestamptz)`;
}

function isAgentHeld(): SQL {
  return sql`exists (select from agents held where held.id = n.agent_id and held.held_at is not null)`;
}

function isWithoutResponsibleAdmin(now: Date): SQL {
  return sql`exists (select from ${lastingCredentials(now)} t where t.kind || '_unanswered' = n.kind and not t.has_responsible_admin)`;
}
