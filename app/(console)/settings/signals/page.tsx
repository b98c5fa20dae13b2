import { openPage, pageTitle } from "#app/web/open-page";
import { CredentialCard } from "#components/settings/credential-card";
import { CredentialCode, CredentialLine, CredentialRow, LastUse } from "#components/settings/credential-row";
import { RelativeTime } from "#components/text/relative-time";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { Page } from "#components/ui/page-header";
import {
  type EventSourceView,
  listEventSources,
  listSignals,
  type SignalView,
} from "#lib/provisioning/signals/list-event-sources";
import { RevokeCredential, TakeResponsibility } from "../credential-buttons.tsx";

export const metadata = pageTitle("Security events");

export default async function SignalsPage() {
  const { viewer, db, now } = await openPage("admin");
  const eventSources = await listEventSources(db, { viewer });
  const signals = await listSignals(db, { viewer });
  return (
    <Page title="Security events" layout="grid max-w-3xl gap-4">
      <CredentialCard
        title="Security event sources"
        description="Identity providers that report compromised sessions and accounts. Their events end sessions, suspend people and, if you allow it, freeze all agents."
        create={{ href: "/settings/signals/new", label: "Add event source" }}
        empty={{
          icon: "bell-ring",
          title: "No event sources",
          description:
            "Add your identity provider if it can send security event tokens (Shared Signals, CAEP or RISC).",
        }}
      >
        {eventSources.map((eventSource) => (
          <EventSourceRow
            key={eventSource.id}
            eventSource={eventSource}
            viewerId={viewer.personId}
            now={now}
          />
        ))}
      </CredentialCard>
      {signals.length > 0 ? <ReceivedSignals signals={signals} now={now} /> : null}
    </Page>
  );
}

function EventSourceRow(props: { eventSource: EventSourceView; viewerId: string; now: Date }) {
  const { eventSource, viewerId, now } = props;
  const { id, name, issuer, jwksUrl, mayFreeze, lastSignalAt, revokedAt, responsibleAdmin } = eventSource;
  return (
    <CredentialRow
      name={name}
      state={revokedAt ? "revoked" : "active"}
      responsible={{ ...responsibleAdmin, took: "Added" }}
      actions={
        <>
          <TakeResponsibility kind="event_source" {...{ id, name, responsibleAdmin, viewerId }} />
          <RevokeCredential
            kind="event_source"
            id={id}
            name={name}
            title={`Revoke ${name}?`}
            description="Future events from this source are rejected. Earlier events keep their effect."
            confirm="Revoke"
          />
        </>
      }
    >
      <CredentialCode>{issuer}</CredentialCode>
      <CredentialLine>
        {jwksUrl ? `Keys from ${jwksUrl}` : "Keys pasted in"} ·{" "}
        {mayFreeze ? "Can freeze all agents · " : null}
        <LastUse at={lastSignalAt} now={now} used="Last event" never="No events yet" />
      </CredentialLine>
    </CredentialRow>
  );
}

const words: Record<string, string> = {
  "session-revoked": "Session revoked",
  "credential-change": "Credential changed",
  "account-disabled": "Account disabled",
  "credential-compromise": "Credential compromised",
  "agents-compromise": "Agents compromised",
  "agents-compromise-refused": "No action taken",
  verification: "Connection test",
  other: "No action taken",
};

function ReceivedSignals({ signals, now }: { signals: SignalView[]; now: Date }) {
  return (
    <Card>
      <CardHead title="Recent events" />
      <RowList className="first:border-t">
        {signals.map((signal) => (
          <Row key={`${signal.eventSource}/${signal.jti}`}>
            <span className="grid min-w-0 gap-0.5">
              <span className="[overflow-wrap:anywhere]">
                {signal.events.map((event) => words[event] ?? event).join(", ")}:{" "}
                {signal.events.some((event) => event.startsWith("agents-compromise")) ? (
                  "All agents"
                ) : signal.person ? (
                  <Link href={`/people/${signal.person.id}`} className="font-medium underline">
                    {signal.person.name}
                  </Link>
                ) : (
                  "Unknown person"
                )}
              </span>
              <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
                {signal.eventSource} · <RelativeTime at={signal.receivedAt} now={now} />
              </span>
            </span>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
