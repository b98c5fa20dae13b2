import { Fact, Facts } from "#components/ui/card";
import type { NamedValue } from "#lib/requests/queue/compare-rows";
import type { Finding } from "#lib/requests/unusual/finding";
import { UntrustedText } from "../../text/untrusted-text.tsx";
import { ShownValue } from "../description/shown-value.tsx";
import { FindingBadges } from "./marks.tsx";

interface CommonValuesProps {
  values: NamedValue[];
  /** The findings shared by every request. */
  findings: Finding[];
  now: Date;
  names: Record<string, string>;
}

/** The values shared by every request, said once, and signed with each request. */
export function CommonValues({ values, findings, names, now }: CommonValuesProps) {
  if (values.length + findings.length === 0) return null;
  const short = values.filter(({ fitsRow }) => fitsRow);
  const long = values.filter(({ fitsRow }) => !fitsRow);
  return (
    <div className="grid gap-2">
      {short.length > 0 ? (
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
          <span className="font-semibold">All</span>
          <dl className="contents">
            {short.map((value) => (
              <div
                key={value.key}
                className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 [overflow-wrap:anywhere]"
              >
                <dt className="text-[0.8125rem] text-muted-foreground">
                  <ValueLabel value={value} />
                </dt>
                <dd className="min-w-0">
                  <ShownValue shown={value.shown} names={names} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ) : null}
      {long.length > 0 ? (
        <Facts>
          {long.map((value) => (
            <Fact key={value.key} name={<ValueLabel value={value} />}>
              <ShownValue shown={value.shown} names={names} />
            </Fact>
          ))}
        </Facts>
      ) : null}
      {findings.length > 0 ? (
        <p className="flex flex-wrap gap-2">
          <FindingBadges findings={findings} now={now} />
        </p>
      ) : null}
    </div>
  );
}

/** The name of a value: the descriptor's label, or the agent's path. */
export function ValueLabel({ value }: { value: Pick<NamedValue, "label" | "isAgentsLabel"> }) {
  if (!value.isAgentsLabel) return value.label;
  return <UntrustedText as="value" text={value.label} className="font-mono" />;
}
