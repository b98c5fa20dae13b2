import type { ReactNode } from "react";
import type { Sum } from "#lib/requests/queue/totals-of";
import type { ShownRequest } from "./approve-together.ts";

/** One of the requests on the page. */
export interface TogetherItem extends ShownRequest {
  /** What would happen, and how much of it, on one line. */
  name: ReactNode;
  /** A value for each column of the table, in full; null for one that only the details show. */
  cells: ReactNode[];
  /** What sets the request apart, in a few words each; null for nothing. */
  marks: { isNeutral: boolean; badges: ReactNode } | null;
  /** Whether the request is selected from the start: it has no mark, and its row shows all of it. */
  isUnmarked: boolean;
  /** Whether the details have a value or a note that the row doesn't show. */
  needsOpening: boolean;
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

/** The requests as a table. */
export interface TogetherTable {
  items: TogetherItem[];
  columns: { key: string; label: ReactNode; isAmount: boolean }[];
  /** What all requests have in common; null for nothing. */
  common: ReactNode;
  /** Identifies the columns, and what the page says once. */
  layout: string;
}
