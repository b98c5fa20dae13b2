import type { NoticeKind } from "#db/schema/notices";
import { accessNotices } from "./access-notices.ts";
import { agentNotices } from "./agent-notices.ts";
import { approvalNotices } from "./approval-notices.ts";
import type { NoticeKindEntry } from "./notice-view.ts";
import { systemNotices } from "./system-notices.ts";

/** A new kind is added to one of four tables. */
export const noticeKinds: Record<NoticeKind, NoticeKindEntry> = {
  ...approvalNotices,
  ...agentNotices,
  ...accessNotices,
  ...systemNotices,
};
