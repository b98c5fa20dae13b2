import { sumText } from "#components/text/amount-text.ts";
import { counted, grouped } from "#components/text/plural.ts";
import type {
  AmountFinding,
  DeniedBefore,
  Differences,
  Finding,
  FirstTime,
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
      return neutral(differencesWords(finding), []);
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

function usualWords({ amount, median, position, than, count }: AmountFinding): string {
  // Rounded down, so that the factor is never exaggerated.
  const factor = Math.floor(Number(amount) / Number(median));
  if (position === "larger" && Number.isFinite(factor) && factor >= leastFactor)
    return `${grouped(factor)} times the usual amount`;
  const others = than === count ? "all" : `${than}`;
  return `${position === "larger" ? "Larger" : "Smaller"} than ${others} of the last ${count} approved amounts`;
}

function medianWords({ min, max, median, currency, count }: AmountFinding): string {
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

function differencesWords({ shown, more, at }: Differences): Words {
  const count = shown.length + more;
  const differ = `${counted(count, "value")} ${count === 1 ? "differs" : "differ"}`;
  return ["Closest approved request (", at, `): ${differ}`];
}
