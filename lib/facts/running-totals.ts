import type postgres from "postgres";
import { testRequestType } from "#lib/descriptors/test-request-type";
import { byKey } from "#lib/kernel/by-key";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import type { TotalFacts } from "#lib/policy/engine/context";
import { cappedText } from "#lib/policy/language/decimal";
import { concerns } from "#lib/policy/language/rule";
import { idIn, type Total, type TotalScope, windowSeconds } from "#lib/policy/language/total";
import { ExactSum } from "./exact-sum.ts";
import {
  endOfWindow,
  isDecidedCounted,
  ownPart,
  ReadTotals,
  selectorsOf,
  type TotalledRequest,
} from "./read-totals.ts";
import { type ReadGroup, readGroups, type TotalGroup } from "./running-totals-query.ts";

export interface Totalled {
  totals: readonly Total[];
  request: TotalledRequest;
}

/** One request's total, read in a group. */
interface Member {
  total: Total;
  group: Group;
  ownerId: string;
  since: Date;
  at: Date;
  /** The request's own part. */
  own: ExactSum;
}

interface Group {
  key: string;
  total: Total;
  id: string;
  agentId: string;
  currency: string;
  /** The past request. */
  before: string | undefined;
  /** The end of later decisions; undefined if unwanted. */
  decidedUntil: Date | undefined;
  moments: Date[];
  read?: ReadGroup;
  /** The batch's stored requests' part, and the pending ones'. */
  added: ExactSum;
  addedPending: { ownerId: string; worth: ExactSum }[];
}

/** The totals of requests decided one after the other: by one query, and from earlier ones of the batch. */
export class RunningTotals {
  private constructor(
    private readonly members: Member[][],
    private readonly groups: Map<TotalScope, Map<string, Group[]>>,
  ) {}

  /** Sends the query before it returns. @param sql for asks: a transaction with the {@link totalLocks}. */
  static async read(sql: postgres.ISql, wanted: readonly Totalled[]): Promise<RunningTotals> {
    const groups = new Map<string, Group>();
    const members = wanted.map(({ totals, request }) =>
      totals.flatMap((total) => memberOf(groups, total, request) ?? []),
    );
    const all = [...groups.values()];
    if (all.length > 0) {
      const moments = new Moments();
      const read = await readGroups(
        sql,
        all.map((group, n) => queried(group, n, moments)),
      );
      for (const row of read) {
        const group = all[row.n];
        if (group) group.read = row;
      }
    }
    return new RunningTotals(members, byScope(all));
  }

  /** The totals of a request by name, as decimals for Cedar, including the request itself. */
  of(index: number): TotalFacts {
    const read = new ReadTotals();
    for (const member of this.members[index] ?? []) read.add(member.total, ...textsOf(member));
    return read.facts();
  }

  /** Counts a request to store, for those after it. Test requests count nowhere. */
  add(request: TotalledRequest, { isPending }: { isPending: boolean }): void {
    const { action, amount } = request;
    if (action.type === testRequestType) return;
    const groups = [...this.groups].flatMap(([per, byId]) => byId.get(idIn(per, request) ?? "") ?? []);
    for (const group of groups) {
      const { total, currency } = group;
      if (!concerns(total, action.type)) continue;
      if (total.of === "sum" && amount?.currency !== currency) continue;
      const worth = total.of === "sum" ? ExactSum.of(String(Math.max(0, amount?.amount ?? 0))) : one;
      group.added = group.added.plus(worth);
      if (isPending) group.addedPending.push({ ownerId: request.ownerId, worth });
    }
  }
}

const one = ExactSum.of("1");
const nothingAdded = () => ({ added: ExactSum.zero, addedPending: [] });

/** The groups by agent, owner, resource or action. */
function byScope(groups: Group[]): Map<TotalScope, Map<string, Group[]>> {
  const scopes = byKey(groups.map((group) => [group.total.per, group]));
  return new Map([...scopes].map(([per, all]) => [per, byKey(all.map((group) => [group.id, group]))]));
}

/** Undefined for a total that can't be determined. */
function memberOf(groups: Map<string, Group>, total: Total, request: TotalledRequest): Member | undefined {
  const { amount, at, agentId, ownerId } = request;
  const id = idIn(total.per, request);
  const own = ownPart(total, request);
  if (id === undefined || own === undefined) return undefined;
  const currency = total.of === "sum" ? (amount?.currency ?? "") : "";
  const before = request.id;
  const decidedUntil = before && isDecidedCounted(total, request) ? endOfWindow(total, at) : undefined;
  const key = JSON.stringify([total.name, id, currency, before, decidedUntil]);
  const parts = { key, total, id, agentId, currency, before, decidedUntil, moments: [] };
  const group = groups.get(key) ?? { ...parts, ...nothingAdded() };
  groups.set(key, group);
  group.moments.push(at);
  const since = addSeconds(at, -windowSeconds[total.window]);
  return { total, group, ownerId, at, since, own: ExactSum.of(own) };
}

/** Texts and IDs of moments. The requests of a batch have few moments. */
class Moments {
  readonly #known = new Map<number, { text: string; id: string }>();

  of(moment: Date): { text: string; id: string } {
    const known = this.#known.get(moment.getTime()) ?? {
      text: moment.toISOString(),
      id: firstIdAt("req", moment),
    };
    this.#known.set(moment.getTime(), known);
    return known;
  }
}

function queried(
  { total, id, agentId, currency, before, decidedUntil, moments }: Group,
  n: number,
  known: Moments,
): TotalGroup {
  const times = moments.map((moment) => moment.getTime());
  const [firstAt, at] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const seconds = windowSeconds[total.window];
  const [firstSince, since] = [addSeconds(firstAt, -seconds), addSeconds(at, -seconds)];
  const minute = new Date((Math.floor(since.getTime() / 60_000) + 1) * 60_000);
  const hour = new Date(Math.ceil(minute.getTime() / 3_600_000) * 3_600_000);
  return {
    ...{ n, per: total.per, id, agentId, isSum: total.of === "sum", currency },
    ...selectorsOf(total),
    ...{ at: known.of(at).text, since: known.of(since).text, sinceId: known.of(since).id },
    ...{ minute: known.of(minute).text, minuteId: known.of(minute).id, hour: known.of(hour).text },
    ...endOf(at, before),
    decidedBeforeId: decidedUntil ? known.of(decidedUntil).id : null,
    ...{ firstAt: known.of(firstAt).text, firstSince: known.of(firstSince).text },
    firstSinceId: known.of(firstSince).id,
  };
}

// A new request has no requests after it.
function endOf(at: Date, before: string | undefined) {
  if (before === undefined) return { lastHour: "infinity", until: "infinity", untilId: null, beforeId: null };
  const until = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
  const lastHour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
  return {
    ...{ lastHour: lastHour.toISOString(), until: until.toISOString() },
    ...{ untilId: firstIdAt("req", until), beforeId: before },
  };
}

/** A member's total, without other owners' pending requests, and with later decisions. */
function textsOf(member: Member): [total: string, own: string, decided: string] {
  const { read, added } = member.group;
  if (!read) throw new Error("the query returned no row for a total");
  const edge = edgeOf(member).reduce((all, { value }) => all.plus(ExactSum.of(value)), ExactSum.zero);
  const all = [edge, added, member.own].reduce((sum, part) => sum.plus(part), ExactSum.of(read.total));
  const own = all.minus(othersPending(member));
  return [textOf(all), textOf(own), textOf(own.plus(ExactSum.of(read.decided ?? "0")))];
}

function textOf(sum: ExactSum): string {
  return cappedText(sum.ceilTenThousandths());
}

/** Other owners' pending part of a member's total: only resources are shared. */
function othersPending(member: Member): ExactSum {
  const { total, group, ownerId } = member;
  if (total.per !== "resource") return ExactSum.zero;
  const pending = [
    ...(group.read?.pending ?? []),
    ...edgeOf(member).filter(({ expiresAt }) => expiresAt !== null),
  ].map(({ ownerId: owner, value }) => ({ ownerId: owner, worth: ExactSum.of(value) }));
  return [...pending, ...group.addedPending]
    .filter((one) => one.ownerId !== ownerId)
    .reduce((sum, { worth }) => sum.plus(worth), ExactSum.zero);
}

/** The edge's requests at a member's moment. Pending ones expire. */
function edgeOf({ group: { read }, since, at }: Member): NonNullable<ReadGroup["edge"]> {
  return (read?.edge ?? []).filter(
    ({ createdAt, expiresAt }) =>
      new Date(createdAt) > since && (expiresAt === null || new Date(expiresAt) > at),
  );
}
