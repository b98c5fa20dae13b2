import { bytesOf } from "../decision/challenge-of.ts";

/** The fewest requests that the server approves together. */
export const fewestTogether = 2;

/** What a request says, as far as a selection depends on it. */
interface Selectable {
  requestId: string;
  /** base64url. */
  statement: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** The content of each selected request when the person selected it, by ID. */
export type Ticked = ReadonlyMap<string, string>;

interface Circumstances {
  ticked: Ticked;
  /** The server's reasons, by statement. */
  leftOut: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch. */
  now: number;
}

export interface Selection<Item> {
  /** The requests that can be selected. */
  available: Item[];
  selected: Item[];
  /** Why a request can't be selected, by ID. */
  reasons: ReadonlyMap<string, string>;
  /** The requests that were selected and no longer are, each with the reason. */
  dropped: { item: Item; reason: string }[];
  /** How many requests that were selected are no longer in the list. */
  gone: number;
}

const expired = "It expired while you were reading, and the agent was notified.";
const changed = "It changed since you selected it. Review it and select it again.";

/**
 * What a request says: its statement without the nonce and the time of issue, which are new whenever
 * the page is rendered.
 */
export function contentOf({ statement }: Pick<Selectable, "statement">): string {
  const {
    nonce: _nonce,
    issued_at: _issuedAt,
    ...content
  } = JSON.parse(new TextDecoder().decode(bytesOf(statement))) as Record<string, unknown>;
  return JSON.stringify(content);
}

/**
 * The requests that are selected now. A selection continues when the page is rendered again, but only
 * for a request that says the same as when the person selected it.
 * @param contents the content of each request, by ID.
 */
export function selectionOf<Item extends Selectable>(
  items: readonly Item[],
  contents: ReadonlyMap<string, string>,
  { ticked, leftOut, now }: Circumstances,
): Selection<Item> {
  const found: Selection<Item> = { available: [], selected: [], reasons: new Map(), dropped: [], gone: 0 };
  const reasons = new Map<string, string>();
  for (const item of items) {
    const { requestId, statement, expiresAt } = item;
    const refused = leftOut.get(statement);
    const reason = refused ?? (Date.parse(expiresAt) <= now ? expired : undefined);
    const before = ticked.get(requestId);
    const isChanged = before !== undefined && before !== contents.get(requestId);
    if (reason === undefined) found.available.push(item);
    else reasons.set(requestId, reason);
    if (before !== undefined && reason === undefined && !isChanged) found.selected.push(item);
    else if (before !== undefined || refused !== undefined)
      found.dropped.push({ item, reason: reason ?? changed });
  }
  const gone = [...ticked.keys()].filter((id) => !contents.has(id)).length;
  return { ...found, reasons, gone };
}
