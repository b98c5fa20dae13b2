import type { ReactNode } from "react";
import { RelativeTime } from "#components/text/relative-time";
import { TextLink } from "#components/ui/link";
import type { Rendering } from "#lib/descriptors/render/rendering";
import type { RequestView } from "#lib/requests/request-view";
import type { Finding } from "#lib/requests/unusual/finding";
import { UntrustedCode } from "../text/untrusted-text.tsx";
import { alarmingLines, type LineGroup } from "./description/command-lines.ts";
import { fallbackWords } from "./description/fallback-words.ts";
import { labelWords } from "./description/shown-value.tsx";
import { ChangedFields } from "./edit/changed-fields.tsx";
import { earlierHref, FindingDetail, FindingSentence, hasDetail } from "./unusual/finding-line.tsx";
import { type FindingWords, findingWords, withoutRepeatedAmount } from "./unusual/finding-words.ts";

/** A sentence for the approver's attention before the values, and maybe its details. */
export interface Signal {
  key: string;
  tone: SignalTone;
  title: ReactNode;
  detail?: ReactNode;
}

export type SignalTone = FindingWords["tone"];

const weights: Record<SignalTone, number> = { danger: 0, warning: 1, neutral: 2 };

/** The signals, the strongest first: findings, alarming command lines, and gaps of the description. */
export function signalsOf(props: {
  view: RequestView;
  /** From the signed statement, if present. */
  rendering: Rendering;
  findings: Finding[];
  /** The number of pending requests for exactly this action, with this one. */
  sameAction: number;
  /** The agent's action before an approver's edit. */
  asked: Rendering | undefined;
  now: Date;
}): Signal[] {
  const { view, rendering, findings, sameAction, asked, now } = props;
  const signals = [
    ...(view.edit && asked ? [editSignal(view.edit, { asked, rendering, now })] : []),
    ...withoutRepeatedAmount(findings).map((finding) => findingSignal(finding, view.agent.name, now)),
    ...commandSignals(rendering),
    ...(view.state === "pending" && sameAction > 1 ? [sameActionSignal(sameAction)] : []),
    ...descriptionSignals(view, rendering),
  ];
  return signals.sort((one, other) => weightOf(one) - weightOf(other));
}

/** An earlier approval comes first in every case, and what differs before other warnings. */
const weightsOfKeys: Record<string, number> = { approved_before: -1, from_last: 0.5 };

function weightOf({ key, tone }: Signal): number {
  return weightsOfKeys[key] ?? weights[tone];
}

function findingSignal(finding: Finding, agent: string, now: Date): Signal {
  return {
    key: finding.kind === "differences" && finding.fromLast ? "from_last" : finding.kind,
    tone: findingWords(finding, agent).tone,
    title: <FindingSentence {...{ finding, agent, now }} isPlain={hasDetail(finding)} />,
    ...(hasDetail(finding) && { detail: <Detail finding={finding} now={now} /> }),
  };
}

function Detail({ finding, now }: { finding: Finding; now: Date }) {
  const href = earlierHref(finding);
  return (
    <>
      <FindingDetail finding={finding} now={now} />
      {href === undefined ? null : (
        <TextLink isTall href={href}>
          View earlier request
        </TextLink>
      )}
    </>
  );
}

/** Why a command can't be inspected, its deletions, and its unclear parts. */
function commandSignals({ fields }: Rendering): Signal[] {
  const lines = fields.flatMap(({ shown }) => (shown.as === "command" ? shown.lines : []));
  return alarmingLines(lines).map((group) => ({
    key: group.label,
    tone: group.isReason ? "danger" : "warning",
    title: <GroupTitle {...group} />,
  }));
}

function GroupTitle({ label, values, isReason }: LineGroup & { isReason: boolean }) {
  if (isReason)
    return (
      <p>
        <strong className="font-semibold">{labelWords(label)}.</strong> {values.join(". ")}.
      </p>
    );
  return (
    <p>
      {label}{" "}
      {values.map((value, index) => (
        <span key={value}>
          {index > 0 ? ", " : ""}
          <UntrustedCode text={value} />
        </span>
      ))}
    </p>
  );
}

function editSignal(
  { by, at }: NonNullable<RequestView["edit"]>,
  of: { asked: Rendering; rendering: Rendering; now: Date },
): Signal {
  return {
    key: "edited",
    tone: "warning",
    title: (
      <p>
        <strong className="font-semibold">Edited by {by.name}</strong> <RelativeTime at={at} now={of.now} />.
        Earlier approvals no longer count.
      </p>
    ),
    detail: <ChangedFields asked={of.asked.fields} edited={of.rendering.fields} />,
  };
}

function sameActionSignal(count: number): Signal {
  return {
    key: "same_action",
    tone: "warning",
    title: <p>{count} pending requests ask for exactly this.</p>,
  };
}

/** An action type without an admin's review, or with a failed description. */
function descriptionSignals({ entry, agent }: RequestView, { form, fallback }: Rendering): Signal[] {
  if (form === "raw" && fallback)
    return [
      {
        key: "raw",
        tone: "warning",
        title: (
          <p>
            {fallback.code === "no_descriptor"
              ? "No description: read the raw values."
              : `Shown without its description. ${fallbackWords[fallback.code]}.`}
            {fallback.path === undefined ? null : (
              <>
                {" "}
                <UntrustedCode text={fallback.path} />
              </>
            )}
          </p>
        ),
      },
    ];
  if (entry || agent.isTest) return [];
  return [
    { key: "unreviewed", tone: "neutral", title: <p>Built-in description. No admin has reviewed it.</p> },
  ];
}
