import { base64url, sha256 } from "#lib/digest";
import type { CompiledRule } from "./compile.ts";
import type { LoadedPolicy } from "./load.ts";
import type { PolicyTexts } from "./prepare.ts";
import { concerns } from "./rule.ts";
import type { Read } from "./rule-tests.ts";

/** The rules of a policy that can concern one type of action, and what they read: Cedar sees no others. */
export interface Slice {
  rules: ReadonlyMap<string, CompiledRule>;
  reads: Read[];
  /** Milliseconds since the epoch at which the first of the rules expires, Infinity when none does. */
  firstExpiry: number;
  /** Policies by id: the rules alone, for when everything they read is there and nothing has expired. */
  plain: PolicyTexts;
  /** The rules and their doubts. */
  doubting: PolicyTexts;
  /** Slices of fewer of its rules, by their ids. */
  narrowings: Map<string, Slice>;
}

/** The id of a rule's doubt: `?` cannot be part of a rule's own id. */
export function doubtId(ruleId: string): string {
  return `${ruleId}?`;
}

/**
 * The slice for a type of action. Types of the catalogue have one each; any other type shares that of the same rules, because
 * agents choose types and must not fill the memory with them.
 */
export function sliceFor(policy: LoadedPolicy, actionType: string): Slice {
  const isCatalogued = policy.catalogue.has(actionType);
  const known = isCatalogued ? policy.slices.get(`type ${actionType}`) : undefined;
  if (known) return known;
  const rules = policy.rules.filter(({ rule }) => concerns(rule, actionType));
  const key = isCatalogued ? `type ${actionType}` : `rules ${rules.map(({ rule }) => rule.id).join(" ")}`;
  const slice = policy.slices.get(key) ?? sliceOf(rules);
  policy.slices.set(key, slice);
  return slice;
}

/** A slice of these rules. */
export function sliceOf(rules: CompiledRule[]): Slice {
  const doubtful = rules.flatMap(({ rule, doubt }): [string, string][] =>
    doubt === undefined ? [] : [[doubtId(rule.id), doubt]],
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
    doubting: texts([...plain, ...doubtful]),
    narrowings: new Map(),
  };
}

function texts(entries: [string, string][]): PolicyTexts {
  return { id: base64url(sha256(JSON.stringify(entries))), policies: Object.fromEntries(entries) };
}
