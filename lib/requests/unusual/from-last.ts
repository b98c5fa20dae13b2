import { valueAt } from "#client/json/pointer";
import { pointerTokens, uncoveredParts } from "#lib/descriptors/pointers";
import { canonicalJson, type Json } from "#lib/json/canonical";
import type { Action } from "#lib/policy/language/action";
import { counterpartiesOf } from "./approved-before/counterparties.ts";
import type { ComparedRequest } from "./decided-before.ts";
import type { AmountFinding, Finding, FromLast } from "./finding.ts";
import { mostAmounts } from "./summarize-history.ts";

/** With fewer approved requests, nearly every value is new. */
const leastApproved = 5;
/** More parameters that no admin described aren't compared: an agent adds thousands. */
const mostUndescribed = 100;

/**
 * How a request differs from the last approved requests of its agent and type: an amount beyond all
 * of them, and values that none of them had. Only labels that an admin wrote, and numbers: an agent
 * can't write into it. Equal counterparties are named only next to a difference, because equality
 * alone would be an argument to approve.
 * @param earlier approved actions of the agent and type, newest first, and all of them: not for a
 * viewer who may open only some
 * @param findings what is unusual by the same history, and is not said twice
 */
export function differsFromLast(
  request: ComparedRequest,
  earlier: readonly Action[],
  findings: readonly Finding[],
): FromLast | undefined {
  const last = earlier.slice(0, mostAmounts);
  if (last.length < leastApproved) return undefined;
  const amount = findings.find(isBeyondAll);
  const differing = comparedValues(request, last, findings).filter(({ at }) =>
    isNewWhereValuesRepeat(textOf(at(request.action)), last.map(at).map(textOf)),
  );
  if (!amount && differing.length === 0) return undefined;
  const labels = differing.flatMap(({ label }) => label ?? []);
  return {
    ...{ count: last.length, differing: labels, unlabeled: differing.length - labels.length },
    ...{ same: sameCounterparties(request, last), ...(amount && { amount }) },
  };
}

function isBeyondAll(finding: Finding): finding is AmountFinding {
  return finding.kind === "amount" && finding.than === finding.count;
}

interface ComparedValue {
  /** Undefined for a parameter that no admin described. */
  label: string | undefined;
  at: (action: Action) => Json | undefined;
}

/**
 * All values of a request or of the last ones, except amounts: a request may differ by leaving a
 * value out. A first time for a resource or a tool says more, as a finding of its kind.
 */
function comparedValues(
  request: ComparedRequest,
  last: readonly Action[],
  findings: readonly Finding[],
): ComparedValue[] {
  const { action, entry } = request;
  const isFirst = (kind: Finding["kind"]) => findings.some((finding) => finding.kind === kind);
  const described = describedPaths(request);
  const covered = [...described.map(({ path }) => path), entry?.amountParam?.split(".") ?? []];
  const uncovered = [action, ...last].flatMap(({ params }) => uncoveredParts(params, covered));
  const paths = [...new Set(uncovered.map(({ path }) => path))].slice(0, mostUndescribed);
  const others = paths.map((path) => ({
    ...{ label: undefined, path: pointerTokens(path) ?? [] },
  }));
  return [
    ...(isFirst("first_for_resource") ? [] : [{ label: "Resource", at: (of: Action) => of.resource }]),
    ...(isFirst("first_for_tool") ? [] : [{ label: "Tool", at: (of: Action) => of.audience }]),
    ...[...described, ...others]
      .filter(({ path }) => path.join(".") !== entry?.amountParam)
      .map(({ label, path }) => ({ label, at: ({ params }: Action) => valueAt(params, path) })),
  ];
}

/** The descriptor's fields, and the currency where the descriptor shows it with the amount alone. */
function describedPaths({ descriptor, entry }: ComparedRequest): { label: string; path: string[] }[] {
  const fields = (descriptor?.fields ?? []).map(({ path, label }) => ({
    ...{ label, path: pointerTokens(path) ?? [] },
  }));
  const currency = entry?.currencyParam;
  if (!currency || fields.some(({ path }) => path.join(".") === currency)) return fields;
  return [...fields, { label: "Currency", path: currency.split(".") }];
}

/** If every request has a value of its own, such as a charge, a new value is usual. */
function isNewWhereValuesRepeat(value: string, earlier: readonly string[]): boolean {
  const different = new Set(earlier);
  return !different.has(value) && different.size * 2 <= earlier.length;
}

/** Labels of counterparties that all of the last requests had. */
function sameCounterparties(request: ComparedRequest, last: readonly Action[]): string[] {
  const described = describedPaths(request);
  return counterpartiesOf(request.action, request.descriptor).flatMap(({ path, value }) => {
    const label = described.find((field) => field.path.join("/") === path.join("/"))?.label;
    const isSame = last.every(({ params }) => valueAt(params, path) === value);
    return label !== undefined && isSame ? [label] : [];
  });
}

function textOf(value: Json | undefined): string {
  return value === undefined ? "" : canonicalJson(value);
}
