import { base64url, sha256 } from "#lib/kernel/digest";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { Validators } from "#lib/policy/action-types/validators";
import { type History, historyOf } from "#lib/policy/language/history";
import { type NamedCurrencies, namedCurrencies } from "#lib/policy/language/named-currencies";
import { concerns, type DefaultOutcome, type Unclassified } from "#lib/policy/language/rule";
import { type Total, totalOf } from "#lib/policy/language/total";
import type { Read } from "./attribute.ts";
import { type Candidates, candidatesOf } from "./candidates.ts";
import type { PolicyTexts } from "./cedar/preparse.ts";
import { type CompiledRule, observing } from "./compile.ts";
import type { InspectCommand } from "./inspect-commands.ts";

/** A published version, compiled: immutable but for lazy slices and the turn of Cedar's checks. */
export interface LoadedPolicy {
  version: number;
  /** Identifies the content, in every database (lib/policy/versions/versions.ts). */
  digest: string;
  defaultOutcome: DefaultOutcome;
  unclassified: Unclassified;
  rules: CompiledRule[];
  catalog: ReadonlyMap<string, ActionType>;
  validators: Validators;
  inspectCommand: InspectCommand;
  /** The slice of each combination of rules, created on demand. */
  slices: Map<string, ActionSlice>;
}

export interface ActionSlice {
  enforced: IndexedSlice;
  /** The rules in monitor mode, all as permits: Cedar then names each applicable rule. */
  monitored: IndexedSlice;
  /** The totals that either read. */
  totals: Total[];
  /** What either asks of the agent's history. */
  histories: History[];
  /** The currencies in limits on amounts: of the enforced rules, and of all rules. */
  currencies: { enforced: NamedCurrencies; all: NamedCurrencies };
}

/** The rules about an action type, and the values they read. */
export interface Slice {
  rules: ReadonlyMap<string, CompiledRule>;
  reads: Read[];
  /** When the first rule expires, in milliseconds since the epoch; Infinity without an expiry. */
  firstExpiry: number;
  /** Policies by id: the rules alone, for asks with all attributes present and no rule expired. */
  plain: PolicyTexts;
  withIndeterminate: PolicyTexts;
}

export interface IndexedSlice extends Slice {
  id: string;
  candidates: Candidates;
  /** How many asks the predicates evaluate before Cedar checks the next (check-by-cedar.ts). */
  asksUntilCheck: number;
}

/** The ID of a rule's indeterminate policy: `?` cannot occur in a rule's own ID. */
export function indeterminateId(ruleId: string): string {
  return `${ruleId}?`;
}

/** The slice for an action type. Undefined types share slices: agents choose types. */
export function sliceFor(policy: LoadedPolicy, actionType: string): ActionSlice {
  const isListed = policy.catalog.has(actionType);
  const known = isListed ? policy.slices.get(`type ${actionType}`) : undefined;
  if (known) return known;
  const rules = policy.rules.filter(({ rule }) => concerns(rule, actionType));
  const key = isListed ? `type ${actionType}` : `rules ${rules.map(({ rule }) => rule.id).join(" ")}`;
  const currencyParam = policy.catalog.get(actionType)?.currencyParam;
  const slice = policy.slices.get(key) ?? actionSliceOf(rules, currencyParam);
  policy.slices.set(key, slice);
  return slice;
}

/** The totals required for an ask of this type. A total missing from the facts is indeterminate. */
export function totalsNeeded(policy: LoadedPolicy, actionType: string): Total[] {
  return sliceFor(policy, actionType).totals;
}

/** What an ask of this type needs of the agent's history. What is missing from the facts is indeterminate. */
export function historiesNeeded(policy: LoadedPolicy, actionType: string): History[] {
  return sliceFor(policy, actionType).histories;
}

function actionSliceOf(rules: CompiledRule[], currencyParam: string | null | undefined): ActionSlice {
  const enforced = rules.filter(({ rule }) => !rule.isMonitored);
  const currenciesOf = (some: CompiledRule[]) =>
    namedCurrencies(
      some.map(({ rule }) => rule),
      currencyParam,
    );
  return {
    enforced: indexed(enforced),
    monitored: indexed(rules.filter(({ rule }) => rule.isMonitored).map(observing)),
    totals: totalsRead(rules),
    histories: historiesRead(rules),
    currencies: { enforced: currenciesOf(enforced), all: currenciesOf(rules) },
  };
}

function indexed(rules: CompiledRule[]): IndexedSlice {
  const slice = sliceOf(rules);
  const candidates = candidatesOf(rules, slice.reads);
  return { ...slice, id: slice.plain.id, candidates, asksUntilCheck: 0 };
}

/** The totals in the conditions of rules, each once. */
export function totalsRead(rules: CompiledRule[]): Total[] {
  const totals = rules.flatMap(({ rule: { conditions, actions } }) =>
    conditions.flatMap((condition) => (condition.kind === "total" ? [totalOf(condition, actions)] : [])),
  );
  return [...new Map(totals.map((total) => [total.name, total])).values()];
}

function historiesRead(rules: CompiledRule[]): History[] {
  const histories = rules.flatMap(({ rule: { conditions } }) =>
    conditions.flatMap((condition) => (condition.kind === "history" ? [historyOf(condition)] : [])),
  );
  return [...new Map(histories.map((history) => [history.name, history])).values()];
}

function sliceOf(rules: CompiledRule[]): Slice {
  const indeterminate = rules.flatMap(({ rule, indeterminatePolicy }): [string, string][] =>
    indeterminatePolicy === undefined ? [] : [[indeterminateId(rule.id), indeterminatePolicy]],
  );
  const plain = rules.map(({ rule, policy }): [string, string] => [rule.id, policy]);
  const expiries = rules.map(({ rule }) =>
    rule.expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(rule.expiresAt),
  );
  return {
    rules: new Map(rules.map((compiled) => [compiled.rule.id, compiled])),
    reads: [...new Map(rules.flatMap(({ reads }) => reads).map((read) => [read.attribute, read])).values()],
    firstExpiry: Math.min(...expiries),
    plain: texts(plain),
    withIndeterminate: texts([...plain, ...indeterminate]),
  };
}

function texts(entries: [string, string][]): PolicyTexts {
  return { id: base64url(sha256(JSON.stringify(entries))), policies: Object.fromEntries(entries) };
}
