import type { ReactNode } from "react";
import type { Sum } from "#lib/requests/queue/totals-of";
import type { ShownRequest } from "./approve-together.ts";

/** A request of the page. */
export interface TogetherItem extends ShownRequest {
  /** The action and its amount, on one line. */
  name: ReactNode;
  /** A value for each column of the table, in full; null for a value in the details only. */
  cells: ReactNode[];
  /** The request's marks in a few words each; null without marks. */
  marks: { isNeutral: boolean; badges: ReactNode } | null;
  /** Whether the request is selected from the start: no mark, and a row with its full content. */
  isUnmarked: boolean;
  /** Whether the details have a value or a note beyond the row. */
  needsOpening: boolean;
  /** The amount for the total: a plain number with a currency. */
  sum?: Sum | undefined;
  approvals: { required: number; given: number };
  details: ReactNode;
  readingSeconds: number;
  /** ISO 8601. */
  expiresAt: string;
}

/** The requests as a table. */
export interface TogetherTable {
  items: TogetherItem[];
  columns: { key: string; label: ReactNode; isAmount: boolean }[];
  /** The shared values of every request; null without any. */
  common: ReactNode;
  /** Identifies the columns and the shared values. */
  layout: string;
}
