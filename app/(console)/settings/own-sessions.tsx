import { Monitor } from "lucide-react";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Row, RowList } from "#components/ui/row-list";
import type { SessionView } from "#lib/sessions/session";
import { EndSession } from "./end-session.tsx";

export function OwnSessions(props: { sessions: SessionView[]; current: string; now: Date }) {
  return (
    <RowList className="first:border-t">
      {props.sessions.map((session) => (
        <Row key={session.id}>
          <span className="flex min-w-0 items-start gap-3">
            <Monitor aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
            <span className="min-w-0">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                <span>
                  Signed in <RelativeTime at={session.startedAt} now={props.now} />
                </span>
                {session.id === props.current ? <Badge variant="primary">This device</Badge> : null}
              </span>
              <span className="block text-[0.8125rem] text-muted-foreground">
                Expires <Time at={session.expires} now={props.now} />
              </span>
            </span>
          </span>
          {session.id === props.current ? null : <EndSession id={session.id} />}
        </Row>
      ))}
    </RowList>
  );
}
