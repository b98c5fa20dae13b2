import { counted, grouped } from "#components/text/plural.ts";
import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { ContentCard } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import type { Draft } from "#lib/approvals/standing/approvals/draft";
import type { StandingStatement } from "#lib/approvals/standing/approvals/statement";

/** Fewer approvals show little of what an agent asks for. */
const fewApprovals = 5;
const mostLinked = 5;

interface Props {
  statement: StandingStatement;
  draft: Draft;
  now: Date;
}

/** The approvals behind the bounds, and what the bounds would have covered. Of these, the basis is signed. */
export function Evidence({ statement, draft: { covered, asked, outside }, now }: Props) {
  const { count } = statement.rests_on;
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
            <TextLink isTall href={`/requests/${requestId}`}>
              <Time at={at} now={now} isAlone />
              <span className="sr-only"> request</span>
            </TextLink>
          </li>
        ))}
        {hidden > 0 ? <li className="text-muted-foreground">{grouped(hidden)} more</li> : null}
      </ul>
    </div>
  );
}
