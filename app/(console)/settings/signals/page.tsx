import { BellRing, Plus } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { Row, RowList } from "#components/ui/row-list";
import {
  type EventSourceView,
  listEventSources,
  listSignals,
} from "#lib/provisioning/signals/list-event-sources";
import { NoResponsibleAdmin, ResponsibleAdminLine } from "../responsible-admin.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { ReceivedSignals } from "./received-signals.tsx";
import { RevokeEventSource } from "./revoke-event-source.tsx";
import { TakeResponsibilityForEventSource } from "./take-responsibility.tsx";

export const metadata: Metadata = { title: "Security events" };

export default async function SignalsPage() {
  const viewer = await requireViewer("admin");
  const { db, clock } = runtime();
  const now = clock();
  const eventSources = await listEventSources(db, { viewer });
  const signals = await listSignals(db, { viewer });
  return (
    <>
      <SettingsHeader isAdmin />
      <div className="grid max-w-3xl gap-4">
        <Card>
          <CardHeader>
            <div className="grid gap-1">
              <CardTitle>Security event sources</CardTitle>
              <CardDescription>
                Identity providers can report that a session, account or credential is compromised (Shared
                Signals, CAEP, RISC). Countersign then ends the person's sessions or suspends them
                immediately.
              </CardDescription>
            </div>
            {eventSources.length > 0 ? <RegisterEventSource /> : null}
          </CardHeader>
          {eventSources.length === 0 ? (
            <EmptyState
              icon={BellRing}
              title="No event sources"
              description="Add your identity provider if it can send security event tokens (Shared Signals, CAEP or RISC)."
              className="border-t"
            >
              <RegisterEventSource />
            </EmptyState>
          ) : (
            <RowList className="first:border-t">
              {eventSources.map((eventSource) => (
                <TransmitterRow
                  key={eventSource.id}
                  eventSource={eventSource}
                  viewerId={viewer.personId}
                  now={now}
                />
              ))}
            </RowList>
          )}
        </Card>
        {signals.length > 0 ? <ReceivedSignals signals={signals} now={now} /> : null}
      </div>
    </>
  );
}

function RegisterEventSource() {
  return (
    <Button asChild variant="outline">
      <Link href="/settings/signals/new">
        <Plus aria-hidden />
        Add event source
      </Link>
    </Button>
  );
}

function TransmitterRow(props: { eventSource: EventSourceView; viewerId: string; now: Date }) {
  const { eventSource, viewerId, now } = props;
  const { id, name, issuer, jwksUrl, lastSignalAt, revokedAt, answeredBy } = eventSource;
  return (
    <Row>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <span className="[overflow-wrap:anywhere]">{name}</span>
          {revokedAt ? <Badge>Revoked</Badge> : <Badge variant="success">Active</Badge>}
          {revokedAt ? null : <NoResponsibleAdmin by={answeredBy} />}
        </span>
        <code className="font-mono text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
          {issuer}
        </code>
        <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
          {jwksUrl ? `Keys from ${jwksUrl}` : "Keys pasted in"} ·{" "}
          {lastSignalAt ? (
            <>
              Last event <Time at={lastSignalAt} now={now} />
            </>
          ) : (
            "No events yet"
          )}
        </span>
        {revokedAt ? null : <ResponsibleAdminLine by={answeredBy} took="Added" />}
      </span>
      {revokedAt ? null : (
        <span className="flex flex-wrap items-start gap-2">
          {answeredBy.id === viewerId ? null : (
            <TakeResponsibilityForEventSource eventSourceId={id} name={name} />
          )}
          <RevokeEventSource eventSourceId={id} name={name} />
        </span>
      )}
    </Row>
  );
}
