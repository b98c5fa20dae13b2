import { UntrustedText } from "#components/approval/agent-text/untrusted-text";
import { Amount } from "#components/approval/amount";
import { counted, grouped } from "#components/text/plural.ts";
import { Time } from "#components/text/time";
import { Link } from "#components/ui/link";
import type {
  AmountFinding,
  DeniedBefore,
  Differences,
  Finding,
  FirstTime,
  PolicyChange,
} from "#lib/requests/unusual/finding";
import { DifferencesTable } from "./differences-table.tsx";
import { StripPlot } from "./strip-plot.tsx";

/** One finding: a sentence, and what belongs to it. */
export function FindingLine({ finding, agent, now }: { finding: Finding; agent: string; now: Date }) {
  switch (finding.kind) {
    case "denied_before":
      return <DeniedLine finding={finding} now={now} />;
    case "amount":
      return <AmountLine finding={finding} />;
    case "policy_changed":
      return <PolicyLine finding={finding} now={now} />;
    case "differences":
      return <DifferencesLine finding={finding} now={now} />;
    default:
      return <p>{firstTimeWords(finding, agent)}</p>;
  }
}

function DeniedLine({ finding, now }: { finding: DeniedBefore; now: Date }) {
  const { same, by, at, reason, requestId } = finding;
  return (
    <>
      <p>
        {by} denied {same === "action" ? "exactly this action" : "a request of this type for this resource"}{" "}
        <RequestLink requestId={requestId} at={at} now={now} />.
      </p>
      {reason ? (
        <UntrustedText text={reason} className="block border-l-2 pl-2 text-muted-foreground" />
      ) : null}
    </>
  );
}

function AmountLine({ finding }: { finding: AmountFinding }) {
  const { amount, position, than, count, min, median, max } = finding;
  const money = (value: string) => (
    <Amount amount={{ value, currency: finding.currency ?? undefined }} className="whitespace-nowrap" />
  );
  return (
    <>
      <p>
        {money(amount)} is {position} than {than === count ? "all" : than} of the last {count} approved
        amounts for this action type.{" "}
        {min === max ? (
          <>They were all {money(min)}.</>
        ) : (
          <>
            They were {money(min)} to {money(max)}, half of them at most {money(median)}.
          </>
        )}
      </p>
      <StripPlot finding={finding} />
    </>
  );
}

function firstTimeWords({ kind, among, isAll }: FirstTime, agent: string): string {
  const number = grouped(among);
  const approved = `None of ${agent}'s ${isAll ? number : `last ${number}`} approved requests`;
  const words: Record<FirstTime["kind"], string> = {
    first_for_agent: `${approved} had this action type.`,
    first_for_tool: `${approved} used this tool.`,
    first_for_resource: `${approved} of this type was for this resource.`,
  };
  return words[kind];
}

function PolicyLine({ finding, now }: { finding: PolicyChange; now: Date }) {
  return (
    <p>
      The policy changed from version {finding.before} to version {finding.now} since the last approved
      request of this type. Version {finding.now} was published <Time at={finding.publishedAt} now={now} />.
    </p>
  );
}

function DifferencesLine({ finding, now }: { finding: Differences; now: Date }) {
  const { shown, more, requestId, at } = finding;
  const count = shown.length + more;
  return (
    <>
      <p>
        {counted(count, "value")} {count === 1 ? "differs" : "differ"} from the most similar approved request,{" "}
        <RequestLink requestId={requestId} at={at} now={now} />.
      </p>
      <DifferencesTable differences={shown} />
      {more > 0 ? <p className="text-muted-foreground">{grouped(more)} more</p> : null}
    </>
  );
}

/** The time of an earlier request, as a link to the request. */
function RequestLink({ requestId, at, now }: { requestId: string; at: Date; now: Date }) {
  return (
    <Link href={`/requests/${requestId}`} className="text-link underline underline-offset-3">
      <Time at={at} now={now} />
    </Link>
  );
}
