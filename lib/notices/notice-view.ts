import type { SQL } from "drizzle-orm";
import type { NoticeKind } from "#db/schema/notices";
import type { StandingEnd } from "#db/schema/requests";
import type { MessageWords } from "./request-words.ts";

/** A notice with the facts of its words. */
export interface NoticeView {
  id: string;
  /** The recipient. */
  personId: string;
  kind: NoticeKind;
  requestId: string | null;
  /**
   * Who proposed, approved, declined, denied, froze or holds (null for an agent that holds itself); with the agent,
   * if the notice is about one.
   */
  by: string | null;
  /** Of an agent that holds itself: its words, never in the product's. */
  ownReason: string | null;
  agent: string | null;
  agentId: string | null;
  /** Whether the recipient owns the agent. */
  isOwner: boolean;
  /**
   * For a declined offer: the reason, the number of other agents declined in the same act as
   * `more`, and of these now orphaned. `more` is also the other agents of a hold or release, the requests of a flood, and the days until a
   * key or token expires.
   */
  reason: string | null;
  more: number;
  /** For a notice about agents without an owner: how many there are now. */
  orphaned: number;
  /** For a flood: within how many minutes the workspace counts its requests. */
  minutes: number | null;
  /** The recipient's hourly budget that the flood exceeded; null: the workspace's limit. */
  budget: number | null;
  /** For a link or its passkey: the account, the purpose, and the outcome for earlier passkeys. */
  person: string | null;
  aboutId: string | null;
  isOwn: boolean;
  purpose: "invitation" | "recovery" | null;
  oldPasskeys: "keep" | "remove" | null;
  /** For a delegation: `person` is the represented person, and `by` named the delegate. */
  delegation: {
    delegate: string;
    /** Whether the recipient of the notice is the delegate. */
    isToRecipient: boolean;
    isNamedByPerson: boolean;
    isConfirmed: boolean;
    /** Whether the delegation still waits for the represented person's confirmation. */
    isAwaited: boolean;
    /** When the delegation takes effect unconfirmed; null for never. */
    effectiveAt: Date | null;
    /** The recipient's, as an IANA name. */
    timeZone: string;
  } | null;
  /** The recipient's standing approval that ended: why, its action type, and the request that was read. */
  standing: { reason: StandingEnd; type: string; requestId: string } | null;
  /** The device that was added for push. */
  deviceId: string | null;
  device: string | null;
  at: Date;
}

/** How a notice reads in the app. */
export interface NoticeWords {
  text: string;
  href: string;
  link: string;
}

export interface NoticeKindEntry {
  /** `admins`: active admins, and people named by the caller. `named`: the latter alone. */
  recipients: "admins" | "named";
  /**
   * A person's unseen notice of the same kind. `replaced`: the new notice takes its place. `kept`:
   * no second notice. `once`: one notice about a request, ever. `independent`: each event has a
   * notice.
   */
  repeated: "replaced" | "kept" | "once" | "independent";
  /** Whether the notice `n` still applies, as a condition. Absent: until seen or settled. */
  stillTrue?: (now: Date) => SQL;
  /** Work or news, and no reason to look into. */
  isCalm?: true;
  /** An alarm. Messages come in the channels of critical requests, not in those of the account. */
  isUrgent?: true;
  /** In every channel of the person, immediately: a stolen session can change the choice. */
  isForEveryChannel?: true;
  /** The title outside the app: at most 40 characters, and nothing confidential. */
  title: string;
  /** Title and body outside the app for a recipient who has to act, in place of `title`. */
  message?: (notice: NoticeView) => MessageWords | undefined;
  words: (notice: NoticeView) => NoticeWords;
}
