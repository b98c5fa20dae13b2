import { firstIdAt } from "#lib/ids";

/** What to look for in the audit events. Everything given must hold. */
export interface AuditFilter {
  /** `per_` id: events that this person caused or that concern this person. */
  person?: string;
  /** `agt_` id: events that this agent caused or that concern this agent. */
  agent?: string;
  /** `req_` id. */
  request?: string;
  /** One of the audit event types. */
  type?: string;
  /** Not before this moment. */
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

/** The range of ids that a filter's times and a cursor leave. An event's id holds its time, so that times need no index of their own. */
export function idRange({ from, to }: AuditFilter, cursor: Partial<IdRange> = {}): IdRange {
  const lower = [everyEvent.after, from && firstIdAt("evt", from), cursor.after];
  const upper = [everyEvent.before, to && firstIdAt("evt", to), cursor.before];
  const given = (bounds: (string | undefined)[]) => bounds.filter((bound) => bound !== undefined).sort();
  return { after: given(lower).at(-1) ?? everyEvent.after, before: given(upper).at(0) ?? everyEvent.before };
}
