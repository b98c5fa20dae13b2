import { act } from "#app/(console)/acts/act";
import { ActButton } from "#components/forms/act-button";
import { Fold } from "#components/policy/fold";
import { impactWords } from "#components/policy/impact-words.ts";
import { ReplayProgress } from "#components/policy/replay-progress";
import { ReplaySummaryView } from "#components/policy/replay-summary";
import { RelativeTime } from "#components/text/relative-time";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { cn } from "#components/ui/cn.ts";
import type { ReplayView } from "#lib/policy/replay/find-replay";
import { mostReplayed } from "#lib/policy/replay/scope";
import { AutoPreview } from "./auto-preview.tsx";
import { EndedStanding } from "./ended-standing.tsx";
import type { LoadedReview } from "./load-review.ts";
import { StartReplayForm } from "./start-replay-form.tsx";

type Props = LoadedReview["preview"] & {
  /** Whether the panel has the page's title as heading. */
  isAlone?: boolean;
};

/** The draft's effect on past requests. The preview for publishing starts automatically. */
export function ReplayPanel(props: Props) {
  const { ended, replay: latest, publishing, draftDigest, inForce, isAlone, ...rest } = props;
  const replay = latest?.draftDigest === draftDigest ? latest : undefined;
  const isRunning = replay?.state === "running";
  const result = isRunning ? undefined : replay;
  return (
    <Card>
      {isAlone ? null : <CardHead title="Impact preview" />}
      <CardContent className={cn("grid gap-4", isAlone && "pt-4 sm:pt-5")}>
        {publishing || isRunning ? null : <AutoPreview key={`${inForce} ${draftDigest}`} />}
        {isRunning ? (
          <>
            <ReplayProgress key={replay.id} replayId={replay.id} total={replay.total} done={replay.done} />
            <ActButton
              action={act("replay/cancel")}
              fields={{ replayId: replay.id }}
              className="grid gap-3"
              isNarrow
              label="Stop preview"
              working="Stopping…"
            />
          </>
        ) : null}
        {/* Spoken when the preview ends; without its time, which changes every minute. */}
        <p role="status" className="font-medium text-base empty:absolute">
          {result?.state === "done" && result.summary
            ? impactWords({ ...result, isCut: result.done === mostReplayed }, result.summary)
            : null}
        </p>
        {result ? <Ended replay={result} {...rest} /> : null}
        <EndedStanding ended={ended} />
        {isRunning ? null : (
          <Fold
            title="Preview other requests"
            isOpen={replay?.state === "cancelled" || replay?.state === "failed"}
          >
            <StartReplayForm isAgain={replay !== undefined} />
          </Fold>
        )}
      </CardContent>
    </Card>
  );
}

function Ended(props: { replay: ReplayView } & Pick<Props, "names" | "now">) {
  const { replay, names, now } = props;
  const { summary } = replay;
  const when = replay.endedAt ? <RelativeTime at={replay.endedAt} now={now} /> : null;
  if (replay.state === "cancelled") return <p>The last preview was cancelled {when}.</p>;
  if (replay.state === "failed" || !summary)
    return (
      <Alert variant="danger" role="alert" title="The last preview failed">
        It was retried several times. Check the server log for details.
      </Alert>
    );
  return (
    <>
      <p className="-mt-3 text-muted-foreground text-sm">
        Compared with {replay.against === null ? "what was decided at the time" : `version ${replay.against}`}
        , {when}. The preview changes nothing.
      </p>
      {summary.changed > 0 ? (
        <LinkButton href={`/policy/replays/${replay.id}`} variant="outline" className="w-fit">
          View changed requests
        </LinkButton>
      ) : null}
      <Fold title="Numbers by outcome and owner" isOpen={summary.cannotBeTold > 0}>
        <ReplaySummaryView replayId={replay.id} summary={summary} names={names} />
      </Fold>
    </>
  );
}
