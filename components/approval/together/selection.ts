import { bytesOf } from "#components/passkey/challenge-of.ts";

/** The fewest requests to approve together. */
export const fewestTogether = 2;

/** The content of a request that a selection depends on. */
interface Selectable {
  requestId: string;
  /** base64url. */
  statement: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** The content of each request at its selection, by ID. */
export type Ticked = ReadonlyMap<string, string>;

interface Circumstances {
  ticked: Ticked;
  /** The server's reasons, by statement. */
  leftOut: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch. */
  now: number;
}

export interface Selection<Item> {
  available: Item[];
  selected: Item[];
  /** Why a request can't be selected, by ID. */
  reasons: ReadonlyMap<string, string>;
  /** The requests that left the selection, each with the reason. */
  dropped: { item: Item; reason: string }[];
  /** The number of selected requests that left the list. */
  gone: number;
}

const expired = "It expired while you were reading, and the agent was notified.";
const changed = "It changed since you selected it. Review it and select it again.";

/** A request's content: its statement without nonce and time of issue, which are new in each rendering. */
export function contentOf({ statement }: Pick<Selectable, "statement">): string {
  const {
    nonce: _nonce,
    issued_at: _issuedAt,
    ...content
  } = JSON.parse(new TextDecoder().decode(bytesOf(statement))) as Record<string, unknown>;
  return JSON.stringify(content);
}

/** The current selection: a selection outlives a rendering only for requests with equal `contents`. */
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
