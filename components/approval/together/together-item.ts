import type { ReactNode } from "react";
import type { ShownRequest } from "./approve-together.ts";
import type { Sum } from "./total-of.ts";

/** One of the requests on the page. */
export interface TogetherItem extends ShownRequest {
  /** What would happen, and how much of it, on one line. */
  name: ReactNode;
  /** Equal for requests that ask for exactly the same action. */
  actionDigest: string;
  /** The amount for the total, if it is a plain number with a currency. */
  sum?: Sum | undefined;
  approvals: { required: number; given: number };
  /** Everything about the request. */
  details: ReactNode;
  /** How long the request has to be read for. */
  readingSeconds: number;
  /** ISO 8601. */
  expiresAt: string;
}
