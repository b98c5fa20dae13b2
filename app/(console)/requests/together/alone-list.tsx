import { RelativeTime } from "#components/text/relative-time";
import { Card, CardDescription, CardHeader, CardTitle, RowLink, RowList } from "#components/ui/card";
import { obstacleWords } from "#lib/approvals/together/find-obstacle";
import type { TogetherRequests } from "#lib/requests/queue/list-together";

/** The requests that are approved alone, and why. */
export function AloneList({ alone, now }: { alone: TogetherRequests["alone"]; now: Date }) {
  if (alone.length === 0) return null;
  return (
    <Card aria-labelledby="alone">
      <CardHeader>
        <div>
          <CardTitle id="alone">Review one at a time</CardTitle>
          <CardDescription>These requests can't be approved together with others.</CardDescription>
        </div>
      </CardHeader>
      <RowList>
        {alone.map(({ view, obstacle }) => (
          <RowLink key={view.id} href={`/requests/${view.id}`} className="grid gap-1">
            <span className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">{view.entry?.title ?? view.action.type}</span>
              <RelativeTime at={view.createdAt} now={now} className="text-muted-foreground" />
            </span>
            <span className="text-muted-foreground">{obstacleWords[obstacle]}</span>
          </RowLink>
        ))}
      </RowList>
    </Card>
  );
}
