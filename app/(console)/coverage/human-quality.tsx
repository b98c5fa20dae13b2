import { decidedHref } from "#app/web/query/decided-query";
import { RiskBadge } from "#components/badges/request-badges";
import { secondsText, shareText } from "#components/coverage/figure-text.ts";
import { NumberLink } from "#components/coverage/number-link";
import { counted, grouped } from "#components/text/plural.ts";
import { Card, CardContent, CardHead, RowList } from "#components/ui/card";
import { enough, mostDecisions } from "#lib/coverage/decided-requests";
import { marks } from "#lib/coverage/human-quality-marks";
import type { HumanQuality as Quality, QualityShare } from "#lib/coverage/read-human-quality";
import type { CoverageWindow } from "#lib/coverage/window";

interface Props {
  quality: Quality;
  window: CoverageWindow;
}

export function HumanQuality({ quality, window }: Props) {
  return (
    <Card aria-label="How people decide" className="mt-4">
      <CardHead title="How people decide">
        The newest {grouped(mostDecisions)} decisions in {window.days} days. For the workspace, never one
        person. Needs {enough.decisions} decisions by {enough.people} people, at most {enough.share * 100}% by
        one.
      </CardHead>
      <CardContent>
        <Times times={quality.times} window={window} />
      </CardContent>
      <RowList className="first:border-t">
        {quality.shares.map((share) => (
          <Share key={share.id} share={share} window={window} />
        ))}
      </RowList>
    </Card>
  );
}

function Times({ times, window }: { times: Quality["times"]; window: CoverageWindow }) {
  return (
    <div className="grid gap-2">
      <h3 className="font-medium" id="decision-times">
        Time from opening a request to approving it
      </h3>
      <p className="text-[0.8125rem] text-muted-foreground">{marks.timed.about}</p>
      <ul aria-labelledby="decision-times" className="divide-y tabular-nums">
        {times.map(({ risk, times: shown }) => (
          <li key={risk} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
            <RiskBadge risk={risk === "unknown" ? null : risk} />
            {shown ? (
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span>
                  <span className="text-muted-foreground">Median</span> {secondsText(shown.median)}
                </span>
                <span>
                  <span className="text-muted-foreground">90th percentile</span>{" "}
                  {secondsText(shown.ninetieth)}
                </span>
                <NumberLink href={decidedHref(window, { mark: "timed", risk })}>
                  {counted(shown.approvals, "request")}
                </NumberLink>
              </p>
            ) : (
              <p className="text-muted-foreground">Too little data</p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Share({ share, window }: { share: QualityShare; window: CoverageWindow }) {
  const { id, name, about, counted: found } = share;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 px-4 py-3 sm:px-5">
      <div className="grid min-w-0 gap-0.5">
        <h3 className="font-medium">{name}</h3>
        <p className="text-[0.8125rem] text-muted-foreground">{about}</p>
      </div>
      {found ? (
        <p className="grid max-w-40 justify-items-end text-right">
          <span className="font-semibold tabular-nums">{shareText(found.value, found.total)}</span>
          {found.value > 0 ? (
            <NumberLink href={decidedHref(window, { mark: id })}>
              {grouped(found.value)} of {counted(found.total, "request")}
            </NumberLink>
          ) : (
            <span className="text-muted-foreground">0 of {counted(found.total, "request")}</span>
          )}
        </p>
      ) : (
        <p className="text-muted-foreground">Too little data</p>
      )}
    </li>
  );
}
