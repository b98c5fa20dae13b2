import type { NoticeKind } from "#db/schema/notices";
import type { NoticeKindEntry } from "./notice-view.ts";

export const systemNotices = {
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
