import type { FormAction } from "#components/forms/action-state.ts";
import { Time } from "#components/text/time";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import { TextLink } from "#components/ui/link";
import type { StandingApproval } from "#lib/approvals/standing/approvals/list";
import { EndStandingLater } from "./end-standing-later.tsx";
import { Bounds } from "./standing/bounds.tsx";
import { Limits } from "./standing/limits.tsx";
import { ShownAmount } from "./standing/shown-amount.tsx";

interface Props {
  approvals: StandingApproval[];
  /** Names each agent, where the page isn't about one. */
  isOfAgents?: boolean;
  mayEnd: (approval: StandingApproval) => boolean;
  action: FormAction<void>;
  /** The request of the page, which needs no link. */
  requestId?: string;
  now: Date;
}

/** Standing approvals of a person or a request, with their bounds and their end; nothing without any. */
export function StandingApprovals({ approvals, ...props }: Props) {
  if (approvals.length === 0) return null;
  return (
    <Card aria-labelledby="standing-approvals">
      <CardHead title="Standing approvals" id="standing-approvals">
        Requests within these bounds run and no one is asked. About 1 in 20, and at least 1 a day, still
        reaches a person.
      </CardHead>
      <RowList className="first:border-t" none="">
        {approvals.map((approval) => (
          <Row key={approval.id}>
            <Standing approval={approval} {...props} />
          </Row>
        ))}
      </RowList>
    </Card>
  );
}

/** The content of one row: what runs by the standing approval, what is left of it, its end and its bounds. */
export function Standing(props: Omit<Props, "approvals"> & { approval: StandingApproval }) {
  const { approval, isOfAgents, requestId, mayEnd, action, now } = props;
  const { action: signed, request } = approval.statement;
  const what = `${isOfAgents ? `${approval.agent.name}: ` : ""}${signed.type} like this request`;
  return (
    <>
      <div className="grid min-w-0 flex-1 basis-48 gap-1">
        {request === requestId ? (
          <span className="font-medium">{what}</span>
        ) : (
          <TextLink href={`/requests/${request}`}>{what}</TextLink>
        )}
        <span className="text-[0.8125rem] text-muted-foreground">
          By {approval.by.name} · {approval.waitsForAdmin ? "Waits for a second admin · " : ""}
          <Used approval={approval} /> · until <Time at={approval.expiresAt} now={now} />
        </span>
      </div>
      {mayEnd(approval) ? (
        <EndStandingLater
          action={action}
          fields={{ agentId: approval.agent.id, standingId: approval.id }}
          what={`the standing approval of ${signed.type}`}
        />
      ) : null}
      <details className="group w-full">
        <summary className="touch-target w-fit gap-1 font-medium">
          What it covers
          <Icon name="chevron-right" className="size-3.5 text-muted-foreground group-open:rotate-90" />
        </summary>
        <div className="grid gap-4 py-2">
          <Bounds bounds={approval.shown} />
          <Limits statement={approval.statement} bounds={approval.shown} />
        </div>
      </details>
    </>
  );
}

function Used({ approval }: { approval: StandingApproval }) {
  const { statement, shown, count, total } = approval;
  const { terms } = statement;
  const most = terms.total === undefined ? undefined : shown.amountOf?.(terms.total);
  return (
    <>
      {count} of {terms.count} requests used
      {total && most ? (
        <>
          , <ShownAmount amount={total} /> of <ShownAmount amount={most} />
        </>
      ) : null}
    </>
  );
}
