import { keyed } from "#components/text/keyed.ts";
import { counted, grouped } from "#components/text/plural.ts";
import { Time } from "#components/text/time";
import { UntrustedCode } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import { ContentCard } from "#components/ui/card";
import type { Database } from "#db/client";
import type { Draft } from "#lib/approvals/standing/approvals/draft";
import type { Nearest } from "#lib/approvals/standing/approvals/nearest";
import type { StandingStatement } from "#lib/approvals/standing/approvals/statement";
import { canRead } from "#lib/requests/visible-requests";
import type { Viewer } from "#lib/sessions/session";
import { RequestLink } from "./request-link.tsx";

/** Fewer approvals show little of what an agent asks for. */
const fewApprovals = 5;
const mostLinked = 5;
const mostPlaces = 5;

interface Props {
  db: Database;
  viewer: Viewer;
  statement: StandingStatement;
  draft: Draft;
  now: Date;
}

/** The approvals behind the bounds, and what the bounds would have covered. Of these, the basis is signed. */
export async function Evidence({ db, viewer, statement, draft, now }: Props) {
  const { covered, asked, outside, nearest } = draft;
  const { count } = statement.rests_on;
  const mayReadNearest = nearest !== undefined && (await canRead(db, viewer, nearest.requestId, now));
  return (
    <ContentCard title="Last 30 days" layout="grid gap-3">
      {count < fewApprovals ? (
        <Alert variant="warning" title={`Based on only ${counted(count, "approval")}`}>
          You have seen little of what this agent asks for. Approve more requests like this one before you
          sign.
        </Alert>
      ) : (
        <p>Based on {grouped(count)} of your approvals.</p>
      )}
      <p>
        {covered === asked
          ? `These bounds would have covered all ${counted(asked, "request")} that needed a person.`
          : `These bounds would have covered ${grouped(covered)} of ${counted(asked, "request")} that needed a person.`}
      </p>
      {outside.length > 0 ? <Outside outside={outside} now={now} /> : null}
      {nearest ? (
        <NearestRejected nearest={nearest} mayRead={mayReadNearest} now={now} />
      ) : (
        <p>None was denied, edited or failed.</p>
      )}
    </ContentCard>
  );
}

function Outside({ outside, now }: { outside: Draft["outside"]; now: Date }) {
  const linked = outside.slice(0, mostLinked);
  const hidden = outside.length - linked.length;
  return (
    <div className="grid gap-1">
      <p>
        <strong>{grouped(outside.length)} would still reach you</strong>, and the first would end the standing
        approval.
      </p>
      <ul className="grid">
        {linked.map(({ requestId, at }) => (
          <li key={requestId}>
            <RequestLink {...{ requestId, at, now }} />
          </li>
        ))}
        {hidden > 0 ? <li className="text-muted-foreground">{grouped(hidden)} more</li> : null}
      </ul>
    </div>
  );
}

const nearestLabels: Record<Nearest["was"], string> = {
  ...{ denied: "Nearest denied", edited: "Nearest edited" },
  ...{ failed: "Nearest failed", uncertain: "Nearest uncertain" },
};

/** Of the requests that a person or their outcome spoke against, the one that the bounds come closest to. */
function NearestRejected(props: { nearest: Nearest; mayRead: boolean; now: Date }) {
  const { nearest, mayRead, now } = props;
  const { requestId, was, at, outside } = nearest;
  return (
    <p className="min-w-0 [overflow-wrap:anywhere]">
      {nearestLabels[was]}:{" "}
      {mayRead ? <RequestLink {...{ requestId, at, now }} /> : <Time at={at} now={now} isAlone />}, outside at{" "}
      {mayRead ? <Places paths={outside} /> : counted(outside.length, "place")}
    </p>
  );
}

/** The agent chose the names in a place. */
function Places({ paths }: { paths: string[] }) {
  const shown = paths.slice(0, mostPlaces);
  const hidden = paths.length - shown.length;
  return (
    <>
      {keyed(shown).map(([key, path]) => (
        <span key={key}>
          {key === 0 ? null : ", "}
          <UntrustedCode text={path} />
        </span>
      ))}
      {hidden > 0 ? ` and ${grouped(hidden)} more` : null}
    </>
  );
}
