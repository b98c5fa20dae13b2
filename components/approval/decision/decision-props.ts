import type { ReactNode } from "react";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import type { Safeguards } from "#lib/policy/language/safeguards";
import type { Progress } from "#lib/requests/progress";
import type { EditOffer } from "../edit/edit-dialog.tsx";
import type { Unexpected } from "./unexpected-dialog.tsx";

export interface DecisionProps {
  requestId: string;
  viewerId: string;
  /** The labels of the button: "1,250.00 USD", and "Refund a payment". */
  approve: { what: string; detail: string };
  /** The reasons to deny with by one tap. */
  denyReasons: DenyReason[];
  unexpected: Unexpected;
  /** What the person may edit, if anything. */
  edit: EditOffer | undefined;
  safeguards: Safeguards;
  /** Identifies what the page shows of the action: the review starts anew when it changes. */
  shown: string;
  /** The statement bytes this page was rendered from, base64url, with the server's seal. */
  statement: string;
  seal: string;
  /** The descriptor this page was rendered with. */
  descriptor: Descriptor | undefined;
  /** ISO 8601. */
  expiresAt: string;
  now: string;
  progress: Progress;
  /** A warning above the buttons: too few approvers remain. */
  quorum: ReactNode;
  /** The ways on if the request expires, or ends otherwise, while its page is open. */
  nextAfterExpiry: ReactNode;
  nextAfterEnding: ReactNode;
}

/** The most characters of a note and of a reason. */
export const longestNote = 2000;
