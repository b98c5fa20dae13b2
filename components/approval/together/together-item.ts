import type { ReactNode } from "react";
import type { Sum } from "#lib/requests/together/totals-of";
import type { ShownRequest } from "./approve-together.ts";

/** One of the requests on the page. */
export interface TogetherItem extends ShownRequest {
  /** What would happen, and how much of it, on one line. */
  name: ReactNode;
  /** A value for each column of the table, in full; null for one that only the details show. */
  cells: ReactNode[];
  /** What is unusual about the request, in a few words each; null for nothing. */
  signals: ReactNode;
  /** Whether the request is selected from the start: nothing about it is unusual, repeated or long. */
  isUsual: boolean;
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
