import type { Rule } from "#lib/policy/language/rule";
import { attributeOf, type Read } from "./attribute.ts";
import { cedarPattern, cedarString } from "./cedar/cedar-text.ts";
import type { Test } from "./condition-tests.ts";
import { testsOf } from "./rule-tests.ts";

export interface CompiledRule {
  rule: Rule;
  /** Applies exactly where the rule does. */
  policy: string;
  /** For a block or step-up that may be uncheckable: applies wherever the rule applies or might. */
  indeterminatePolicy: string | undefined;
  /** The attributes that the two read. */
  reads: Read[];
  tests: Test[];
}

const nowRead: Read = { attribute: "now", as: "now", path: [] };
const typeRead: Read = { attribute: "type", as: "type", path: [] };

/**
 * Compiles a rule: `block` to a forbid, `allow` and `step_up` to permits with annotations.
 *
 * An agent chooses its parameters, so an uncheckable rule (a parameter is missing, has another type
 * or a fifth fraction digit) must not simply drop out: without a block, a broader allow would
 * remain. Cedar knows only true and false, so a block or step-up gets a second policy, in which
 * every absent attribute counts as matching. Where the second applies and the rule does not, the
 * outcome is never looser than the default (invariant 1; verdict.ts). A comparison that is present
 * and false settles the matter: the rule does not apply.
 *
 * An expired rule is indeterminate too. An expired allow allows nothing; an expired block or
 * step-up requires nothing, but its actions get the default until an admin renews or removes the
 * rule. Time alone never turns an outcome into an allow.
 */
export function compileRule(rule: Rule): CompiledRule {
  const tests = testsOf(rule);
  const expiry = expiryTests(rule);
  const canBeIndeterminate = rule.outcome !== "allow" && (expiry.length > 0 || tests.some(isUncertain));
  return {
    rule,
    policy: applyingPolicy(rule, rule.outcome === "block" ? "forbid" : "permit"),
    indeterminatePolicy: canBeIndeterminate ? indeterminatePolicy(rule, tests) : undefined,
    reads: [...(isExact(rule) ? [] : [typeRead]), ...[...expiry, ...tests].map((test) => test.read)],
    tests,
  };
}

function indeterminatePolicy(rule: Rule, tests: Test[]): string {
  const unchecked = [`@unchecked(${cedarString(rule.id)})`];
  return policyText(rule, "permit", unchecked, [...agentClause(rule), ...tests.map(possible)]);
}

/** The rule with a permit in place of a forbid: Cedar lists no permits where forbids apply. */
export function observing(compiled: CompiledRule): CompiledRule {
  if (compiled.rule.outcome !== "block") return compiled;
  return { ...compiled, policy: applyingPolicy(compiled.rule, "permit") };
}

function applyingPolicy(rule: Rule, effect: "permit" | "forbid"): string {
  return policyText(rule, effect, annotations(rule), applyingClauses(rule));
}

function annotations(rule: Rule): string[] {
  const lines = [
    `@id(${cedarString(rule.id)})`,
    `@title(${cedarString(rule.title)})`,
    `@outcome("${rule.outcome}")`,
  ];
  if (rule.outcome === "step_up") lines.push(`@approvals("${rule.approvals}")`);
  if (rule.outcome !== "block") lines.push(`@grant_ttl_seconds("${rule.grantTtlSeconds}")`);
  if (rule.outcome === "step_up") lines.push(`@request_ttl_seconds("${rule.requestTtlSeconds}")`);
  if (rule.numberMatching) lines.push('@number_matching("true")');
  if (rule.readingSeconds !== undefined) lines.push(`@reading_seconds("${rule.readingSeconds}")`);
  if (rule.allowEdits) lines.push('@allow_edits("true")');
  return lines;
}

function policyText(rule: Rule, effect: "permit" | "forbid", lines: string[], clauses: string[]): string {
  const all = [...typeClause(rule), ...clauses];
  const when = all.length === 0 ? "" : ` when {\n  ${all.join(" &&\n  ")}\n}`;
  return `${lines.join("\n")}\n${effect} (principal, ${actionScope(rule)}, resource)${when};`;
}

/** Whether a rule names each of its action types. */
export function isExact(rule: Rule): boolean {
  return !rule.actions.some((selector) => selector.endsWith("*"));
}

function actionScope(rule: Rule): string {
  if (!isExact(rule)) return "action";
  const actions = rule.actions.map((type) => `Action::${cedarString(type)}`);
  return actions.length === 1 ? `action == ${actions[0]}` : `action in [${actions.join(", ")}]`;
}

// Cedar cannot match a part of an entity's id: groups of types go by the type as text.
function typeClause(rule: Rule): string[] {
  if (isExact(rule) || rule.actions.includes("*")) return [];
  const type = attributeOf(typeRead);
  const likes = rule.actions.map((selector) => `${type} like ${cedarPattern(selector)}`);
  return [`(${guard(typeRead)} && (${likes.join(" || ")}))`];
}

function agentClause(rule: Rule): string[] {
  if (rule.agents === undefined) return [];
  return [`(${rule.agents.map((agent) => `principal == Agent::${cedarString(agent)}`).join(" || ")})`];
}

function applyingClauses(rule: Rule): string[] {
  return [...agentClause(rule), ...[...expiryTests(rule), ...testsOf(rule)].map(guarded)];
}

function expiryTests({ expiresAt }: Rule): Pick<Test, "read" | "expression">[] {
  if (expiresAt === undefined) return [];
  return [{ read: nowRead, expression: `${attributeOf(nowRead)} < ${Date.parse(expiresAt)}` }];
}

function guard(read: Read): string {
  return `context has ${cedarString(read.attribute)}`;
}

function guarded({ read, expression }: Pick<Test, "read" | "expression">): string {
  return `${guard(read)} && ${expression}`;
}

function possible({ read, expression }: Test): string {
  return `(if ${guard(read)} then ${expression} else true)`;
}

function isUncertain({ read }: Test): boolean {
  return read.as !== "presence";
}
