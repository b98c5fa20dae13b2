import type { NoticeKind } from "#db/schema/notifications";

/** A notice with what its words need. */
export interface NoticeView {
  id: string;
  /** The recipient. */
  personId: string;
  kind: NoticeKind;
  requestId: string | null;
  /**
   * For a proposed change: the proposer. For a break-glass approval: the approver, and the agent.
   * For a declined offer: the person who declined, and the agent. For a held agent: the person who
   * holds it.
   */
  by: string | null;
  agent: string | null;
  agentId: string | null;
  /**
   * The declining person's reason; the number of other agents declined in the same act; the number
   * of these agents now orphaned.
   */
  reason: string | null;
  more: number;
  orphaned: number;
  /**
   * For a link or a passkey from a link: the account, the purpose, and what happened to the earlier
   * passkeys.
   */
  person: string | null;
  aboutId: string | null;
  isOwn: boolean;
  purpose: "invitation" | "recovery" | null;
  oldPasskeys: "keep" | "remove" | null;
  at: Date;
}

/** How a notice reads in the app. */
export interface NoticeWords {
  text: string;
  href: string;
  link: string;
}
