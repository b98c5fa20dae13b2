import { SameActionBadge } from "#components/queue/same-action-badge";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import type { Finding } from "#lib/requests/unusual/finding";
import { findingWords } from "../unusual/finding-words.ts";
import type { Words } from "../unusual/repeat-words.ts";
import { WordsText } from "../unusual/words-text.tsx";

/** What sets a request apart, so that it isn't selected from the start. */
const settingApart: ReadonlySet<Finding["kind"]> = new Set(["approved_before", "denied_before", "amount"]);
/** The same, unless all requests have it. */
const firstTimes: ReadonlySet<Finding["kind"]> = new Set(["first_for_agent", "first_for_tool"]);

/** The first times that all requests have: said once. */
export function sharedFirstTimes(all: readonly Finding[][]): Finding[] {
  const [first = []] = all;
  return first.filter(
    ({ kind }) => firstTimes.has(kind) && all.every((each) => each.some((finding) => finding.kind === kind)),
  );
}

interface SignalContext {
  /** How many pending requests ask for exactly this action, with this one. */
  sameAction: number;
  /** The first times that all requests have. */
  shared: readonly Finding[];
  now: Date;
}

/** Why a request isn't selected from the start, in a few words each; undefined for nothing. */
export function signalsOf(findings: readonly Finding[], { sameAction, shared, now }: SignalContext) {
  const own = findings.filter(
    ({ kind }) =>
      settingApart.has(kind) || (firstTimes.has(kind) && shared.every((finding) => finding.kind !== kind)),
  );
  if (sameAction < 2 && own.length === 0) return undefined;
  return (
    <>
      <SameActionBadge count={sameAction} />
      <Signals findings={own} now={now} />
    </>
  );
}

/** Findings in a few words each. */
export function Signals({ findings, now }: { findings: readonly Finding[]; now: Date }) {
  return findings.map((finding) => {
    const { tone, short } = findingWords(finding, "");
    return <Signal key={finding.kind} tone={tone} words={short} now={now} />;
  });
}

function Signal({ tone, words, now }: { tone: "danger" | "warning"; words: Words; now: Date }) {
  return (
    <Badge variant={`${tone}-outline`} className="whitespace-normal">
      <Icon name="triangle-alert" />
      <span>
        <WordsText words={words} now={now} />
      </span>
    </Badge>
  );
}
