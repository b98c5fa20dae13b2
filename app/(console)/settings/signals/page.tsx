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
  listSignals,
  listTransmitters,
  type TransmitterView,
} from "#lib/provisioning/signals/list-transmitters";
import { AnsweredBy, Unanswered } from "../answered-by.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { ReceivedSignals } from "./received-signals.tsx";
import { RevokeTransmitter } from "./revoke-event-source.tsx";
import { AnswerForTransmitter } from "./take-responsibility.tsx";

export const metadata: Metadata = { title: "Security events" };

export default async function SignalsPage() {
  const viewer = await requireViewer("admin");
  const { db, clock } = runtime();
  const now = clock();
  const transmitters = await listTransmitters(db, { viewer });
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
            {transmitters.length > 0 ? <RegisterTransmitter /> : null}
          </CardHeader>
          {transmitters.length === 0 ? (
            <EmptyState
              icon={BellRing}
              title="No event sources"
              description="Add your identity provider if it can send security event tokens (Shared Signals, CAEP or RISC)."
              className="border-t"
            >
              <RegisterTransmitter />
            </EmptyState>
          ) : (
            <RowList className="first:border-t">
              {transmitters.map((transmitter) => (
                <TransmitterRow
                  key={transmitter.id}
                  transmitter={transmitter}
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

function RegisterTransmitter() {
  return (
    <Button asChild variant="outline">
      <Link href="/settings/signals/new">
        <Plus aria-hidden />
        Add event source
      </Link>
    </Button>
  );
}

function TransmitterRow(props: { transmitter: TransmitterView; viewerId: string; now: Date }) {
  const { transmitter, viewerId, now } = props;
  const { id, name, issuer, jwksUrl, lastSignalAt, revokedAt, answeredBy } = transmitter;
  return (
    <Row>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <span className="[overflow-wrap:anywhere]">{name}</span>
          {revokedAt ? <Badge>Revoked</Badge> : <Badge variant="success">Active</Badge>}
          {revokedAt ? null : <Unanswered by={answeredBy} />}
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
        {revokedAt ? null : <AnsweredBy by={answeredBy} took="Added" />}
      </span>
      {revokedAt ? null : (
        <span className="flex flex-wrap items-start gap-2">
          {answeredBy.id === viewerId ? null : <AnswerForTransmitter transmitterId={id} name={name} />}
          <RevokeTransmitter transmitterId={id} name={name} />
        </span>
      )}
    </Row>
  );
}
