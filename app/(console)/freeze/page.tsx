import { act } from "#app/(console)/acts/act";
import { openPage, pageTitle } from "#app/web/open-page";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { LocalTime } from "#components/text/local-time";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { BulletList } from "#components/ui/bullet-list";
import { Card, CardContent, CardHead, Fact, Facts } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { Page } from "#components/ui/page-header";
import { type AtStake, countAtStake } from "#lib/lifecycle/count-at-stake";
import { type FreezeDetails, findFreezeDetails } from "#lib/lifecycle/find-freeze-details";
import { longestFreezeReason } from "#lib/lifecycle/freeze-agents";
import { ProposedChanges } from "../proposed-changes.tsx";
import { FreezeForm } from "./freeze-form.tsx";

export const metadata = pageTitle("Freeze agents");

/** One press from every page, and one more to freeze. */
export default async function FreezePage() {
  const { viewer, db, now } = await openPage("admin", "approver", "auditor");
  const [freeze, atStake] = await Promise.all([findFreezeDetails(db, viewer), countAtStake(db, now)]);
  const isAdmin = viewer.roles.includes("admin");
  const mayFreeze = isAdmin || viewer.roles.includes("approver");
  return (
    <Page title="Freeze agents">
      <div className="grid max-w-3xl gap-4">
        <ProposedChanges viewer={viewer} about={["agents.release"]} now={now} />
        {freeze ? (
          <Frozen freeze={freeze} atStake={atStake} isAdmin={isAdmin} />
        ) : (
          <Card>
            <CardHead title="Stop every agent now">
              You won't need a passkey. Only an admin can release the agents, with a passkey.
            </CardHead>
            <CardContent className="grid gap-4">
              <BulletList
                items={[
                  `${counted(atStake.activeAgents, "active agent")} can't make requests, and nothing is auto-approved.`,
                  `${counted(atStake.openGrants, "unused grant")} can't be redeemed, not even after a release.`,
                  `${counted(atStake.pendingRequests, "pending request")} can't be approved. Each stays until it expires and needs new approvals after a release.`,
                  "Admins and approvers are notified.",
                ]}
                className="grid list-disc gap-1 pl-5"
              />
              {mayFreeze ? <FreezeForm longestReason={longestFreezeReason} /> : null}
              {isAdmin ? (
                <p className="text-muted-foreground">
                  To stop only some agents, filter <TextLink href="/agents">the list of agents</TextLink> by
                  owner or label and hold them.
                </p>
              ) : null}
            </CardContent>
          </Card>
        )}
      </div>
    </Page>
  );
}

function Frozen(props: { freeze: FreezeDetails; atStake: AtStake; isAdmin: boolean }) {
  const { at, by, reason, stopped } = props.freeze;
  const { activeAgents, pendingRequests } = props.atStake;
  return (
    <Card>
      <CardHead title="All agents are frozen">
        No request is approved and no grant is redeemed until an admin releases the agents.
      </CardHead>
      <CardContent className="grid gap-4">
        <Facts>
          <Fact name="Frozen by">{by}</Fact>
          <Fact name="Since">
            <LocalTime at={at} />
          </Fact>
          {reason ? <Fact name="Reason">{reason}</Fact> : null}
          {stopped ? (
            <Fact name="Stopped">
              {counted(stopped.pendingRequests, "pending request")} ·{" "}
              {counted(stopped.openGrants, "unused grant")}
            </Fact>
          ) : null}
          <Fact name="After a release">
            {counted(activeAgents, "active agent")} can act. {counted(pendingRequests, "pending request")} can
            be approved again.
          </Fact>
        </Facts>
        {props.isAdmin ? (
          <ConfirmedButton action={act("freeze/release")} fields={{}}>
            Release agents…
          </ConfirmedButton>
        ) : (
          <Alert variant="neutral">Ask an admin to release the agents.</Alert>
        )}
      </CardContent>
    </Card>
  );
}
