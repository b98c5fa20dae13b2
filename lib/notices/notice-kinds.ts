import { type SQL, sql } from "drizzle-orm";
import type { NoticeKind } from "#db/schema/notices";
import { accessNotices } from "./access-notices.ts";
import { agentNotices } from "./agent-notices.ts";
import { hasAuthority } from "./has-authority.ts";
import type { NoticeKindEntry } from "./notice-view.ts";

const systemNotices = {
  tool_key_expiring: {
    recipients: "named",
    // The linked page lists every tool key.
    repeated: "replaced",
    isCalm: true,
    title: "A tool's key expires soon",
    words: ({ more }) => ({
      text: `A tool key expires within ${more} days. The tool can't redeem grants with it after that.`,
      href: "/settings/tools",
      link: "View tools",
    }),
  },
  deliveries_failing: {
    recipients: "admins",
    repeated: "kept",
    title: "Notifications can't be delivered",
    words: () => ({
      text: "Some notifications couldn't be delivered after several attempts.",
      href: "/channels/failed",
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
            href: `/agents/${agentId}/keys#callback`,
            link: "View callback",
          }
        : {
            text: "A webhook endpoint was turned off, because it failed or no longer exists.",
            href: "/channels/webhooks",
            link: "View webhooks",
          },
  },
} satisfies Partial<Record<NoticeKind, NoticeKindEntry>>;

const approvalNotices = {
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
} satisfies Partial<Record<NoticeKind, NoticeKindEntry>>;

/** A new kind is added to one of four tables. */
export const noticeKinds: Record<NoticeKind, NoticeKindEntry> = {
  ...approvalNotices,
  ...agentNotices,
  ...accessNotices,
  ...systemNotices,
};

function isProposalOpen(now: Date): SQL {
  return sql`exists (select from proposals c where c.id = n.proposal_id and c.state = 'open'
    and c.expires_at > ${now.toISOString()}::timestamptz and ${hasAuthority("c")})`;
}
