import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { StandingApprovals } from "#components/agents/standing-approvals";
import { Time } from "#components/text/time";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { listEndedOfPerson, listStandingOfPerson } from "#lib/approvals/standing/approvals/list";
import type { Viewer } from "#lib/sessions/session";
import { standingEnds } from "#lib/text/standing-ends";

/** What runs by the viewer's signature with no one asked, and what no longer does; nothing without any. */
export async function OwnStanding({ viewer: { personId }, now }: { viewer: Viewer; now: Date }) {
  const { db } = runtime();
  const [approvals, ended] = await Promise.all([
    listStandingOfPerson(db, personId, now),
    listEndedOfPerson(db, personId, now),
  ]);
  return (
    <>
      <StandingApprovals
        approvals={approvals}
        isOfAgents
        mayEnd={() => true}
        action={act("agents/end-standing-approval")}
        now={now}
      />
      {ended.length > 0 ? (
        <Card aria-labelledby="ended">
          <CardHead title="Ended standing approvals" id="ended">
            In the last 30 days. Their requests reach people again.
          </CardHead>
          <RowList className="first:border-t" none="">
            {ended.map(({ agent, type, reason, at, requestId }) => (
              <Row key={`${requestId} ${at.getTime()}`}>
                <div className="grid min-w-0 gap-1">
                  <TextLink href={`/requests/${requestId}`}>
                    {agent}: {type} like this request
                  </TextLink>
                  <span className="text-[0.8125rem] text-muted-foreground">
                    Ended because {standingEnds[reason]} · <Time at={at} now={now} />
                  </span>
                </div>
              </Row>
            ))}
          </RowList>
        </Card>
      ) : null}
    </>
  );
}
