import type { Condition } from "../condition.ts";
import type { PolicyAsk } from "../context.ts";
import type { DefaultOutcome, Outcome, Rule } from "../rule.ts";

/** What is true of a rule or a comparison; undefined when it cannot be told. */
type Truth = boolean | undefined;

export interface DirectPolicy {
  rules: Rule[];
  defaultOutcome: DefaultOutcome;
  /** Types that may be allowed, with their amount's and currency's parameters. */
  catalogue: Map<string, { amountParam: string | null; currencyParam: string | null }>;
}

/**
 * The policy read straight from the structured rules, without Cedar: a second opinion for tests, written from
 * invariants 1 and 2 (docs/invariants.md) and sharing no code with what it checks.
 */
export function judgeDirectly(
  policy: DirectPolicy,
  ask: PolicyAsk,
  now: Date,
): { outcome: Outcome; approvals: number } {
  const judged = policy.rules
    .filter((rule) => rule.enabled && isAbout(rule, ask))
    .map((rule) => ({ rule, truth: truthOf(rule, ask), lapsed: hasLapsed(rule, now) }));
  const applying = judged.filter(({ truth, lapsed }) => truth === true && !lapsed).map(({ rule }) => rule);
  const doubtful = judged.filter(
    ({ rule, truth, lapsed }) =>
      rule.outcome !== "allow" && (truth === undefined || (truth === true && lapsed)),
  );
  if (applying.some((rule) => rule.outcome === "block")) return { outcome: "block", approvals: 0 };
  const stepUps = applying.filter((rule) => rule.outcome === "step_up");
  const isSafe = doubtful.length === 0 && mayEverBeAllowed(policy, ask);
  if (isSafe && stepUps.length === 0 && applying.length > 0) return { outcome: "allow", approvals: 0 };
  if (policy.defaultOutcome === "block" && (!isSafe || stepUps.length === 0))
    return { outcome: "block", approvals: 0 };
  const asking = doubtful.filter(({ rule, lapsed }) => rule.outcome === "step_up" && !lapsed);
  const approvals = [...stepUps, ...asking.map(({ rule }) => rule)].map((rule) => rule.approvals);
  return { outcome: "step_up", approvals: Math.max(1, ...approvals) };
}

function isAbout(rule: Rule, { agent, action }: PolicyAsk): boolean {
  const isType = rule.actions.some((name) => matches(name, action.type));
  return isType && (rule.agents === undefined || rule.agents.includes(agent));
}

function hasLapsed(rule: Rule, now: Date): boolean {
  return rule.expiresAt !== undefined && new Date(rule.expiresAt) <= now;
}

function truthOf(rule: Rule, { action }: PolicyAsk): Truth {
  return every([
    ...rule.conditions.map((condition) => conditionTruth(condition, action.params)),
    rule.resource === undefined || likeTruth(action.resource, [rule.resource]),
    rule.audience === undefined || likeTruth(action.audience, [rule.audience]),
  ]);
}

function every(truths: Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

function conditionTruth(condition: Condition, params: unknown): Truth {
  switch (condition.kind) {
    case "amount": {
      const amount = numberIn(params, condition.amount);
      const currency = textIn(params, condition.currency);
      return every([
        amount === undefined ? undefined : amount > condition.over && amount <= (condition.upTo ?? Infinity),
        currency === undefined ? undefined : condition.currencies.includes(currency),
      ]);
    }
    case "number": {
      const number = numberIn(params, condition.param);
      return number === undefined ? undefined : compare(number, condition.is, condition.value);
    }
    case "text": {
      const text = textIn(params, condition.param);
      if (text === undefined) return undefined;
      if (condition.is === "like") return likeTruth(text, condition.values);
      return condition.values.includes(text) === (condition.is === "one_of");
    }
    case "flag": {
      const flag = find(params, condition.param);
      return typeof flag === "boolean" ? flag === condition.is : undefined;
    }
    case "presence":
      return (find(params, condition.param) !== undefined) === (condition.is === "present");
  }
}

function compare(number: number, is: (Condition & { kind: "number" })["is"], value: number): boolean {
  const comparisons = {
    under: number < value,
    up_to: number <= value,
    equal_to: number === value,
    from: number >= value,
    over: number > value,
  };
  return comparisons[is];
}

function likeTruth(text: string | undefined, globs: string[]): Truth {
  return text === undefined ? undefined : globs.some((glob) => matches(glob, text));
}

// By hand rather than by regular expression: the first and last piece are anchored, those between are found in order.
function matches(glob: string, text: string): boolean {
  const [first = "", ...rest] = glob.split("*");
  const last = rest.pop();
  if (last === undefined) return glob === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

function mayEverBeAllowed(policy: DirectPolicy, { action }: PolicyAsk): boolean {
  const entry = policy.catalogue.get(action.type);
  if (!entry) return false;
  const amount = entry.amountParam === null ? 0 : numberIn(action.params, entry.amountParam);
  const currency = entry.currencyParam === null ? "" : find(action.params, entry.currencyParam);
  return amount !== undefined && amount >= 0 && typeof currency === "string";
}

function numberIn(params: unknown, path: string): number | undefined {
  const number = find(params, path);
  if (typeof number !== "number" || Math.abs(number) > 922_337_203_685_477) return undefined;
  return Number(number.toFixed(4)) === number ? number : undefined;
}

function textIn(params: unknown, path: string): string | undefined {
  const text = find(params, path);
  return typeof text === "string" ? text : undefined;
}

function find(params: unknown, path: string): unknown {
  return path.split(".").reduce((value: unknown, name) => {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
  }, params);
}
