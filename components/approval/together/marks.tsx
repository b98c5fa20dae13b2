import { SameActionBadge } from "#components/badges/request-badges";
import { Badge } from "#components/ui/badge";
import type { Finding } from "#lib/requests/unusual/finding";
import { type FindingWords, findingWords } from "../unusual/finding-words.ts";
import { WordsText } from "../unusual/words-text.tsx";
import type { TogetherItem } from "./together-item.ts";

/** Findings that keep a request from the initial selection. */
const settingApart: ReadonlySet<Finding["kind"]> = new Set(["approved_before", "denied_before", "amount"]);
/** Findings with the same effect, unless shared by every request. */
const firstTimes: ReadonlySet<Finding["kind"]> = new Set(["first_for_agent", "first_for_tool"]);

/** The first times shared by every request. */
export function sharedFirstTimes(all: readonly Finding[][]): Finding[] {
  const [first = []] = all;
  return first.filter(
    ({ kind }) => firstTimes.has(kind) && all.every((each) => each.some((finding) => finding.kind === kind)),
  );
}

interface MarksContext {
  /** The number of pending requests for exactly this action, with this one. */
  sameAction: number;
  /** The first times shared by every request. */
  shared: readonly Finding[];
  now: Date;
}

/** Why a request isn't selected from the start, in a few words each; null without a reason. */
export function marksOf(
  findings: readonly Finding[],
  { sameAction, shared, now }: MarksContext,
): TogetherItem["marks"] {
  const own = findings.filter(
    ({ kind }) =>
      settingApart.has(kind) || (firstTimes.has(kind) && shared.every((finding) => finding.kind !== kind)),
  );
  if (sameAction < 2 && own.length === 0) return null;
  return {
    isNeutral: sameAction < 2 && own.every((finding) => findingWords(finding, "").tone === "neutral"),
    badges: (
      <>
        <SameActionBadge count={sameAction} />
        <FindingBadges findings={own} now={now} />
      </>
    ),
  };
}

const looks = {
  danger: { variant: "danger-outline", icon: "circle-alert" },
  warning: { variant: "warning-outline", icon: "triangle-alert" },
  neutral: { variant: "outline", icon: "info" },
} as const satisfies Record<FindingWords["tone"], object>;

/** Findings in a few words each. */
export function FindingBadges({ findings, now }: { findings: readonly Finding[]; now: Date }) {
  return findings.map((finding) => {
    const { tone, short } = findingWords(finding, "");
    return (
      <Badge
        key={finding.kind}
        variant={looks[tone].variant}
        className="whitespace-normal"
        icon={looks[tone].icon}
      >
        <span>
          <WordsText words={short} now={now} />
        </span>
      </Badge>
    );
  });
}
