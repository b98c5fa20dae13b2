import { keyed } from "#components/text/keyed.ts";
import { grouped } from "#components/text/plural.ts";
import { UntrustedText } from "#components/text/untrusted-text";
import type { AmountFinding, Finding } from "#lib/requests/unusual/finding";
import { DifferencesTable } from "./differences-table.tsx";
import { closestWords, findingWords, medianWords } from "./finding-words.ts";
import { WordsText } from "./words-text.tsx";

interface FindingProps {
  finding: Finding;
  agent: string;
  now: Date;
}

/** A finding: its words, and its detail. */
export function FindingLine(props: FindingProps) {
  return (
    <>
      <FindingSentence {...props} />
      <FindingDetail finding={props.finding} now={props.now} />
    </>
  );
}

/** A finding in words. `isPlain`: without a link, where the sentence itself can be pressed. */
export function FindingSentence({ finding, agent, now, isPlain }: FindingProps & { isPlain?: boolean }) {
  const { tone, short, long } = findingWords(finding, agent);
  const href = isPlain ? undefined : earlierHref(finding);
  // The sentence about a repeat includes its few words.
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

/** The address of a finding's earlier request; undefined without such a request. */
export function earlierHref(finding: Finding): string | undefined {
  return "requestId" in finding ? `/requests/${finding.requestId}` : undefined;
}

/** Whether a finding has more than words. */
export function hasDetail(finding: Finding): boolean {
  if (finding.kind === "denied_before") return finding.reason !== null;
  return finding.kind === "amount" || finding.kind === "differences";
}

/** Content beyond words: amounts on a line, the differences, the reason of a denial. */
export function FindingDetail({ finding, now }: { finding: Finding; now: Date }) {
  if (finding.kind === "amount") return <StripPlot finding={finding} />;
  if (finding.kind === "denied_before")
    return finding.reason ? (
      <UntrustedText text={finding.reason} className="block border-l-2 pl-2 text-muted-foreground" />
    ) : null;
  if (finding.kind !== "differences") return null;
  const { fromLast } = finding;
  return (
    <>
      {fromLast?.amount ? (
        <>
          <p>{medianWords(fromLast.amount)}</p>
          <StripPlot finding={fromLast.amount} />
        </>
      ) : null}
      {fromLast ? (
        <p className="pt-1.5">
          <WordsText words={closestWords(finding)} now={now} />
        </p>
      ) : null}
      <DifferencesTable differences={finding.shown} />
      {finding.more > 0 ? <p className="text-muted-foreground">{grouped(finding.more)} more</p> : null}
    </>
  );
}

/** The approved amounts as dots, their median as a tick, and the request's amount as a diamond. */
function StripPlot({ finding }: { finding: AmountFinding }) {
  const { amount, min, max, median, values } = finding;
  // Binary fractions are exact enough for a place on the screen; the words have the exact numbers.
  const start = Math.min(Number(min), Number(amount));
  const span = Math.max(Number(max), Number(amount)) - start;
  const place = (value: string) => {
    const share = (Number(value) - start) / span;
    return `${2 + 96 * (Number.isFinite(share) ? share : 0)}%`;
  };
  return (
    <div aria-hidden className="grid gap-1">
      <svg className="h-6 w-full" role="presentation">
        <line x1="2%" x2="98%" y1="12" y2="12" className="stroke-border" strokeWidth="2" />
        <line x1={place(median)} x2={place(median)} y1="3" y2="21" className="stroke-muted-foreground" />
        {keyed(values).map(([key, value]) => (
          <circle
            key={key}
            cx={place(value)}
            cy="12"
            r="4"
            className="fill-muted-foreground"
            opacity="0.55"
          />
        ))}
        <svg x={place(amount)} y="12" overflow="visible" role="presentation">
          <path d="M0-8 8 0 0 8-8 0Z" className="fill-warning stroke-card" strokeWidth="2" />
        </svg>
      </svg>
      <p className="flex flex-wrap gap-x-4 text-[0.8125rem] text-muted-foreground">
        <span className="inline-flex items-center gap-1.5">
          <span className="size-2 rounded-full bg-muted-foreground" />
          Approved
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span className="size-2 rotate-45 bg-warning" />
          This request
        </span>
      </p>
    </div>
  );
}
