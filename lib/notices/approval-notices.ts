import { type SQL, sql } from "drizzle-orm";
import type { NoticeKind } from "#db/schema/notices";
import { activeAdmin } from "#lib/people/active";
import type { NoticeKindEntry } from "./notice-view.ts";

export const approvalNotices = {
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

function isProposalOpen(now: Date): SQL {
  return sql`exists (select from proposals c join people b on b.id = c.proposed_by
    where c.id = n.proposal_id and c.state = 'open' and c.expires_at > ${now.toISOString()}::timestamptz and ${activeAdmin("b")})`;
}
