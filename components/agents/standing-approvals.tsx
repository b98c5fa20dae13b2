import type { FormAction } from "#components/forms/action-state.ts";
import { Time } from "#components/text/time";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { StandingApproval } from "#lib/approvals/standing/approvals/list";
import { EndStandingLater } from "./end-standing-later.tsx";

/** An agent's standing approvals, each with what is left and its end; nothing where there are none. */
export function StandingApprovals(props: {
  agentId: string;
  approvals: StandingApproval[];
  mayEnd: (approval: StandingApproval) => boolean;
  action: FormAction<void>;
  now: Date;
}) {
  const { agentId, approvals, mayEnd, action, now } = props;
  if (approvals.length === 0) return null;
  return (
    <Card>
      <CardHead title="Standing approvals">
        Requests within these bounds run and no one is asked. One in 20, and at least one a day, still reaches
        a person.
      </CardHead>
      <RowList className="first:border-t" none="">
        {approvals.map((approval) => (
          <Row key={approval.id}>
            <div className="grid min-w-0 gap-1">
              <Link
                href={`/requests/${approval.statement.request}`}
                className="text-link underline underline-offset-3"
              >
                {approval.statement.action.type} like this request
              </Link>
              <span className="text-[0.8125rem] text-muted-foreground">
                By {approval.by.name} · {leftOf(approval)} · until <Time at={approval.expiresAt} now={now} />
              </span>
            </div>
            {mayEnd(approval) ? (
              <EndStandingLater
                action={action}
                fields={{ agentId, standingId: approval.id }}
                what={`the standing approval of ${approval.statement.action.type}`}
              />
            ) : null}
          </Row>
        ))}
      </RowList>
    </Card>
  );
}

function leftOf({ statement: { terms }, count, total }: StandingApproval): string {
  const requests = `${count} of ${terms.count} requests used`;
  return terms.total === undefined ? requests : `${requests}, ${total} of ${terms.total} in total`;
}
