import { firstIdAt } from "#lib/kernel/ids";

/** A filter for audit events. All given fields must match. */
export interface AuditFilter {
  /** `per_` ID: events caused by the person or about the person. */
  person?: string;
  /** `agt_` ID: events caused by the agent or about the agent. */
  agent?: string;
  /** `req_` id. */
  request?: string;
  /** One of the audit event types. */
  type?: string;
  from?: Date;
  /** Before this moment. */
  to?: Date;
}

/** Ids strictly between `after` and `before`. */
export interface IdRange {
  after: string;
  before: string;
}

// Ids are 26 digits to the base 32 of a 128-bit number, so the first is at most 7.
const everyEvent: IdRange = { after: "evt_", before: "evt_8" };

/** An event's ID contains its time, so times need no index. */
export function idRange({ from, to }: AuditFilter, cursor: Partial<IdRange> = {}): IdRange {
  const lower = [everyEvent.after, from && firstIdAt("evt", from), cursor.after];
  const upper = [everyEvent.before, to && firstIdAt("evt", to), cursor.before];
  const given = (bounds: (string | undefined)[]) => bounds.filter((bound) => bound !== undefined).sort();
  return { after: given(lower).at(-1) ?? everyEvent.after, before: given(upper).at(0) ?? everyEvent.before };
}
