import { act } from "#app/(console)/acts/act";
import { openPage, pageTitle } from "#app/web/open-page";
import { ActButton } from "#components/forms/act-button";
import { counted } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHead, Row, RowList } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import { Page } from "#components/ui/page-header";
import { listSessions, type SessionView } from "#lib/sessions/list-sessions";
import { phoneSessionBounds } from "#lib/sessions/phone-sessions";
import { findPhoneSessionDays } from "#lib/workspace/phone-session-days";
import { PhoneSessionsForm } from "./phone-sessions-form.tsx";
import { TerminalCode } from "./terminal-code.tsx";

export const metadata = pageTitle("Sessions");

export default async function SessionsPage() {
  const { viewer, db, config, now } = await openPage();
  const [sessions, days] = await Promise.all([
    listSessions(db, viewer.personId, now),
    findPhoneSessionDays(db),
  ]);
  const isAdmin = viewer.roles.includes("admin");
  return (
    <Page title="Sessions" layout="grid max-w-3xl gap-4">
      <Card>
        <CardHead title="Your sessions">
          {days > 0
            ? `Sessions end after 12 hours, or after ${counted(days, "day")} without use on a device you stay signed in on.`
            : "Sessions end after 12 hours."}
        </CardHead>
        <OwnSessions sessions={sessions} current={viewer.sessionHash} now={now} />
      </Card>
      {isAdmin || viewer.roles.includes("approver") ? (
        <Card>
          <CardHead title="Terminal">
            Sign in a terminal for up to 8 hours. It can list the requests you may decide, deny them and
            freeze all agents. It can't approve. It ends when you sign out here.
          </CardHead>
          <CardContent>
            <TerminalCode origin={config.origin} />
          </CardContent>
        </Card>
      ) : null}
      {isAdmin ? (
        <Card>
          <CardHead title="Phone sessions">
            How long people stay signed in on a device they choose. Approving always takes a passkey, and
            pages for admins and auditors take a sign-in every 12 hours.
          </CardHead>
          <CardContent>
            <PhoneSessionsForm days={days} bounds={phoneSessionBounds} />
          </CardContent>
        </Card>
      ) : null}
    </Page>
  );
}

function OwnSessions(props: { sessions: SessionView[]; current: string; now: Date }) {
  return (
    <RowList className="first:border-t">
      {props.sessions.map((session) => (
        <Row key={session.id}>
          <Session session={session} isCurrent={session.id === props.current} now={props.now} />
          {session.id === props.current ? null : (
            <ActButton
              action={act("session/end")}
              fields={{ session: session.id }}
              isMessageFirst
              size="sm"
              label="Sign out"
              working="Signing out…"
            >
              <span className="sr-only"> {session.deviceName ?? unknownBrowser}</span>
            </ActButton>
          )}
        </Row>
      ))}
    </RowList>
  );
}

const unknownBrowser = "Unknown browser";

function Session(props: { session: SessionView; isCurrent: boolean; now: Date }) {
  const { session, isCurrent, now } = props;
  const look = "mt-0.5 size-4 shrink-0 text-muted-foreground";
  return (
    <span className="flex min-w-0 items-start gap-3">
      {session.isApp || session.isDevice ? (
        <Icon name="smartphone" className={look} />
      ) : (
        <Icon name="monitor" className={look} />
      )}
      <span className="min-w-0">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <span>
            {session.deviceName ?? unknownBrowser}
            {session.isApp ? " · app" : null}
          </span>
          {isCurrent ? <Badge variant="primary">This device</Badge> : null}
        </span>
        <span className="block text-[0.8125rem] text-muted-foreground">
          Last used <RelativeTime at={session.lastUsedAt} now={now} /> · Signed in{" "}
          <RelativeTime at={session.startedAt} now={now} />
        </span>
        <span className="block text-[0.8125rem] text-muted-foreground">
          Expires <Time at={session.expires} now={now} />
          {session.isDevice ? " if not used" : null}
        </span>
      </span>
    </span>
  );
}
