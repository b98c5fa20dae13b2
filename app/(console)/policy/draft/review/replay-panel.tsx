import { ReplayProgress } from "#components/policy/replay/replay-progress";
import { ReplaySummaryView } from "#components/policy/replay/replay-summary";
import { RelativeTime } from "#components/text/relative-time";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { ReplayView } from "#lib/policy/replay/find-replay";
import { CancelReplay } from "./cancel-replay.tsx";
import { StartReplayForm } from "./start-replay-form.tsx";

/** What the draft would have done to past requests. */
export function ReplayPanel(props: {
  replay: ReplayView | undefined;
  /** The digest of the current draft: a replay of a different digest is outdated. */
  draftDigest: string;
  names: ReadonlyMap<string, string>;
  now: Date;
}) {
  const { replay, draftDigest } = props;
  const isRunning = replay?.state === "running";
  return (
    <Card>
      <CardHeader>
        <CardTitle>Impact preview</CardTitle>
        <CardDescription>
          Runs this draft against past requests and shows which outcomes would change. Nothing is affected.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-5">
        {replay && replay.draftDigest !== draftDigest ? (
          <Alert variant="warning" title="This preview is out of date">
            The draft has changed since. Run it again to see the current impact.
          </Alert>
        ) : null}
        {isRunning ? (
          <>
            <ReplayProgress key={replay.id} replayId={replay.id} total={replay.total} done={replay.done} />
            <CancelReplay replayId={replay.id} />
          </>
        ) : null}
        {replay && !isRunning ? <Ended {...props} replay={replay} /> : null}
        {isRunning ? null : <StartReplayForm isAgain={replay !== undefined} />}
      </CardContent>
    </Card>
  );
}

function Ended(props: { replay: ReplayView; names: ReadonlyMap<string, string>; now: Date }) {
  const { replay, names, now } = props;
  const { summary, done } = replay;
  const when = replay.endedAt ? <RelativeTime at={replay.endedAt} now={now} /> : null;
  if (replay.state === "cancelled") return <p>The last preview was cancelled {when}.</p>;
  if (replay.state === "failed" || !summary)
    return (
      <Alert variant="danger" title="The last preview failed">
        It was retried several times. Check the server log for details.
      </Alert>
    );
  return (
    <>
      <p>
        <strong className="font-medium">
          {summary.changed.toLocaleString("en-GB")} of {done.toLocaleString("en-GB")} requests
        </strong>{" "}
        would have had a different outcome than{" "}
        {replay.against === null ? "was decided at the time" : `with version ${replay.against}`}. Previewed{" "}
        {when}.
      </p>
      <ReplaySummaryView replayId={replay.id} summary={summary} names={names} />
      {summary.changed > 0 ? (
        <Button asChild variant="outline" className="w-fit">
          <Link href={`/policy/replays/${replay.id}`}>View all changes</Link>
        </Button>
      ) : null}
    </>
  );
}
