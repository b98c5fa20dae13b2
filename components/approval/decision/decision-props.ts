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
  denyReasons: DenyReason[];
  /** What later requests could be denied too: those about the same resource, if there is one. Not for a test. */
  denyLater: { hasResource: boolean; title: string } | undefined;
  unexpected: Unexpected;
  edit: EditOffer | undefined;
  safeguards: Safeguards;
  /** Identifies the shown action: the review starts anew with another action. */
  shown: string;
  /** The bytes of the page's statement, base64url, with the server's seal. */
  statement: string;
  seal: string;
  descriptor: Descriptor | undefined;
  /** ISO 8601. */
  expiresAt: string;
  now: string;
  progress: Progress;
  /** A warning above the buttons: too few approvers remain. */
  quorum: ReactNode;
  /** The ways on if the request expires, or ends otherwise, under an open page. */
  nextAfterExpiry: ReactNode;
  nextAfterEnding: ReactNode;
}

/** The most characters of a note and of a reason. */
export const longestNote = 2000;
