import { grouped } from "#components/text/plural.ts";
import { UntrustedText } from "#components/text/untrusted-text";
import type { Finding } from "#lib/requests/unusual/finding";
import { DifferencesTable } from "./differences-table.tsx";
import { findingWords } from "./finding-words.ts";
import { StripPlot } from "./strip-plot.tsx";
import { WordsText } from "./words-text.tsx";

interface FindingProps {
  finding: Finding;
  agent: string;
  now: Date;
}

/** One finding: its words, and what belongs to it. */
export function FindingLine(props: FindingProps) {
  return (
    <>
      <FindingSentence {...props} />
      <FindingDetail finding={props.finding} />
    </>
  );
}

/**
 * A finding in words: the few that matter most, and a sentence. `isPlain`: without its link to the
 * earlier request, where the sentence itself can be pressed.
 */
export function FindingSentence({ finding, agent, now, isPlain }: FindingProps & { isPlain?: boolean }) {
  const { tone, short, long } = findingWords(finding, agent);
  const href = isPlain ? undefined : earlierHref(finding);
  // The sentence about a repeat says all that its few words for a list say.
  const [bold, plain] = finding.kind === "approved_before" ? [long, []] : [short, long];
  return (
    <p>
      <strong className={tone === "danger" ? "font-semibold text-danger" : "font-semibold"}>
        <WordsText words={bold} href={plain.length === 0 ? href : undefined} now={now} />
      </strong>
      {plain.length === 0 ? null : (
        <>
          . <WordsText words={plain} href={href} now={now} />
        </>
      )}
    </p>
  );
}

/** The address of the earlier request that a finding is about, if it is about one. */
export function earlierHref(finding: Finding): string | undefined {
  return "requestId" in finding ? `/requests/${finding.requestId}` : undefined;
}

/** Whether a finding has more to show than its words. */
export function hasDetail(finding: Finding): boolean {
  if (finding.kind === "denied_before") return finding.reason !== null;
  return finding.kind === "amount" || finding.kind === "differences";
}

/** What words alone don't show: amounts on a line, the differences, the reason of a denial. */
export function FindingDetail({ finding }: { finding: Finding }) {
  if (finding.kind === "amount") return <StripPlot finding={finding} />;
  if (finding.kind === "denied_before")
    return finding.reason ? (
      <UntrustedText text={finding.reason} className="block border-l-2 pl-2 text-muted-foreground" />
    ) : null;
  if (finding.kind !== "differences") return null;
  return (
    <>
      <DifferencesTable differences={finding.shown} />
      {finding.more > 0 ? <p className="text-muted-foreground">{grouped(finding.more)} more</p> : null}
    </>
  );
}
