import { RelativeTime } from "#components/text/relative-time";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { SignalView } from "#lib/provisioning/signals/list-event-sources";

const words: Record<string, string> = {
  "session-revoked": "Session revoked",
  "credential-change": "Credential changed",
  "account-disabled": "Account disabled",
  "credential-compromise": "Credential compromised",
  verification: "Connection test",
  other: "No action taken",
};

/** The latest security events, and the affected people. */
export function ReceivedSignals({ signals, now }: { signals: SignalView[]; now: Date }) {
  return (
    <Card>
      <CardHead title="Recent events" />
      <RowList className="first:border-t">
        {signals.map((signal) => (
          <Row key={`${signal.eventSource}/${signal.jti}`}>
            <span className="grid min-w-0 gap-0.5">
              <span className="[overflow-wrap:anywhere]">
                {signal.events.map((event) => words[event] ?? event).join(", ")}:{" "}
                {signal.person ? (
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
