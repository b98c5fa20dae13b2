import { sumText } from "#components/text/amount-text.ts";
import { counted, grouped } from "#components/text/plural.ts";
import { someNames } from "#components/text/shorten-list.ts";
import type {
  AmountFinding,
  DeniedBefore,
  Differences,
  Finding,
  FirstTime,
  FromLast,
  PolicyChange,
} from "#lib/requests/unusual/finding";
import { repeatLong, repeatShort, type Words } from "./repeat-words.ts";

export interface FindingWords {
  /** `danger`: carried out or denied before. `neutral`: a fact, alone no reason to deny. */
  tone: "danger" | "warning" | "neutral";
  /** The finding in a few words, without a full stop. */
  short: Words;
  /** The explanation; empty if `short` is enough. */
  long: Words;
}

/** A finding in words, without an action's own texts. `agent` is a name. */
export function findingWords(finding: Finding, agent: string): FindingWords {
  switch (finding.kind) {
    case "approved_before": {
      const isDone = finding.same === "action" && finding.outcome === "carried_out";
      const tone = isDone ? "danger" : "warning";
      return { tone, short: repeatShort(finding), long: repeatLong(finding) };
    }
    case "denied_before":
      return {
        tone: finding.same === "action" ? "danger" : "warning",
        ...{ short: ["Denied before"], long: deniedWords(finding) },
      };
    case "amount":
      return { tone: "warning", short: [usualWords(finding)], long: [medianWords(finding)] };
    case "policy_changed":
      return neutral(["Policy changed since the last approval"], policyWords(finding));
    case "differences":
      return finding.fromLast ? fromLastWords(finding.fromLast) : neutral(closestWords(finding), []);
    default:
      return neutral([firstTimes[finding.kind].short], [firstTimeWords(finding, agent)]);
  }
}

function neutral(short: Words, long: Words): FindingWords {
  return { tone: "neutral", short, long };
}

function deniedWords({ by, same, at }: DeniedBefore): Words {
  const what = same === "action" ? "exactly this action" : "a request of this type for this resource";
  return [`${by} denied ${what} `, at, "."];
}

/** A smaller factor is a comparison in words. */
const leastFactor = 2;

function usualWords(finding: AmountFinding): string {
  const { position, than, count, median } = finding;
  const factor = factorOf(finding, median);
  if (factor) return `${factor} times the usual amount`;
  const others = than === count ? "all" : `${than}`;
  return `${position === "larger" ? "Larger" : "Smaller"} than ${others} of the last ${count} approved amounts`;
}

/** Rounded down, so that the factor is never exaggerated; undefined where a comparison says more. */
function factorOf({ amount, position }: AmountFinding, other: string): string | undefined {
  const factor = Math.floor(Number(amount) / Number(other));
  return position === "larger" && Number.isFinite(factor) && factor >= leastFactor
    ? grouped(factor)
    : undefined;
}

/** Where most of the approved amounts lie. */
export function medianWords({ min, max, median, currency, count }: AmountFinding): string {
  if (min === max) return `The last ${count} were all ${sumText(min, currency)}.`;
  return `Half of the last ${count} were at most ${sumText(median, currency)}.`;
}

const firstTimes: Record<FirstTime["kind"], { short: string; long: string }> = {
  first_for_agent: { short: "First request of this type", long: "had this action type" },
  first_for_tool: { short: "First time with this tool", long: "used this tool" },
  first_for_resource: { short: "First time for this resource", long: "of this type was for this resource" },
};

function firstTimeWords({ kind, among, isAll }: FirstTime, agent: string): string {
  const number = isAll ? grouped(among) : `last ${grouped(among)}`;
  return `None of ${agent}'s ${number} approved requests ${firstTimes[kind].long}.`;
}

function policyWords({ before, now, publishedAt }: PolicyChange): Words {
  return [`It was version ${before}. Version ${now} was published `, publishedAt, "."];
}

/** The request whose values are compared one by one. */
export function closestWords({ shown, more, at }: Differences): Words {
  const count = shown.length + more;
  const differ = `${counted(count, "value")} ${count === 1 ? "differs" : "differ"}`;
  return ["Closest approved request (", at, `): ${differ}`];
}

/** The one line: "Amount is 4 times the largest of the last 20 approved. Customer is the same." */
function fromLastWords(line: FromLast): FindingWords {
  const { amount, same } = line;
  const differ = differWords(line);
  const alike = same.length > 0 ? [`${someNames(same)} ${same.length === 1 ? "is" : "are"} the same.`] : [];
  if (!amount) return neutral([`${differ} approved`], sentence(alike));
  const rest = differ === undefined ? alike : [`${differ}.`, ...alike];
  return { tone: "warning", short: [beyondWords(amount)], long: sentence(rest) };
}

/** "Customer and 2 other values differ from the last 20"; undefined if none does. */
function differWords({ count, differing, unlabeled }: FromLast): string | undefined {
  const number = differing.length + unlabeled;
  if (number === 0) return undefined;
  const others = counted(unlabeled, differing.length > 0 ? "other value" : "value");
  const values = someNames(unlabeled > 0 ? [...differing, others] : differing);
  return `${values} ${number === 1 ? "differs" : "differ"} from the last ${count}`;
}

function beyondWords(amount: AmountFinding): string {
  const { position, count, max, median } = amount;
  const [ofLargest, ofUsual] = [factorOf(amount, max), factorOf(amount, median)];
  if (ofLargest) return `Amount is ${ofLargest} times the largest of the last ${count} approved`;
  const times = ofUsual ? `, and ${ofUsual} times the usual amount` : "";
  return `Amount is ${position} than all of the last ${count} approved${times}`;
}

function sentence(parts: string[]): Words {
  return parts.length === 0 ? [] : [parts.join(" ")];
}

/** Findings without an amount that the line about the last approved requests includes. */
export function withoutRepeatedAmount(findings: Finding[]): Finding[] {
  const isSaid = findings.some((finding) => finding.kind === "differences" && finding.fromLast?.amount);
  return isSaid ? findings.filter(({ kind }) => kind !== "amount") : findings;
}
