import type { ChangeWords } from "#app/web/forms/proposal-words";
import { openPage, pageTitle } from "#app/web/open-page";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { UntrustedText } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead, Fact, Facts, Row, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page-header";
import { listAdminIds } from "#lib/people/admins";
import { personNames } from "#lib/people/person-names";
import { listClosedProposals, listOpenProposals, type Proposal } from "#lib/proposals/find-proposals";
import { changeWords } from "./change-words.ts";
import { ProposedTools } from "./proposed-tools.tsx";
import { ResolveChange } from "./resolve-change.tsx";

export const metadata = pageTitle("Proposed changes");

interface Shown {
  proposal: Proposal;
  words: ChangeWords;
  proposer: string;
  closer: string | undefined;
}

export default async function ChangesPage() {
  const { viewer, db, now } = await openPage("admin");
  const [open, closed, admins] = await Promise.all([
    listOpenProposals(db, { viewer, now }),
    listClosedProposals(db, { viewer, now }),
    listAdminIds(db),
  ]);
  const proposals = [...open, ...closed];
  const words = await changeWords(
    viewer,
    proposals.map(({ change }) => change),
  );
  const names = await personNames(
    db,
    proposals.flatMap(({ proposedBy, closedBy }) => [proposedBy, closedBy ?? ""]),
  );
  const shown = proposals.flatMap((proposal, index): Shown[] => {
    const its = words[index];
    if (!its) return [];
    const proposer = names.get(proposal.proposedBy) ?? proposal.proposedBy;
    return [{ proposal, words: its, proposer, closer: names.get(proposal.closedBy ?? "") }];
  });
  return (
    <Page title="Proposed changes" layout="grid max-w-3xl gap-4">
      {open.length === 0 ? <NothingOpen /> : null}
      {shown.slice(0, open.length).map((one) => (
        <OpenChange
          key={one.proposal.id}
          {...one}
          viewerId={viewer.personId}
          isAlone={admins.length < 2}
          now={now}
        />
      ))}
      {closed.length > 0 ? <ClosedChanges shown={shown.slice(open.length)} now={now} /> : null}
    </Page>
  );
}

function NothingOpen() {
  return (
    <Card>
      <EmptyState
        icon="pull-request"
        title="You're all caught up"
        description="Changes that need a second admin appear here automatically."
      />
    </Card>
  );
}

function WhoConfirms({ isAlone }: { isAlone: boolean }) {
  if (!isAlone) return <p className="text-muted-foreground">Another admin must confirm this change.</p>;
  return (
    <Alert variant="warning" title="No other admin can confirm this">
      Two admins are required and you're the only active one. The server operator can turn off this
      requirement (see Two-admin approval in the operations guide).
    </Alert>
  );
}

function OpenChange(props: Shown & { viewerId: string; isAlone: boolean; now: Date }) {
  const { proposal, words, proposer, viewerId, isAlone, now } = props;
  const isOwn = proposal.proposedBy === viewerId;
  const isVersion = proposal.change.act === "policy.publish";
  return (
    <Card id={proposal.id}>
      <CardHead className="[overflow-wrap:anywhere]" title={words.title}>
        Proposed by {isOwn ? "you" : proposer} · <RelativeTime at={proposal.proposedAt} now={now} /> · expires{" "}
        <Time at={proposal.expiresAt} now={now} />
      </CardHead>
      <CardContent className="grid gap-4">
        <Facts>
          {words.facts.map(({ label, value }) => (
            <Fact key={label} name={label}>
              <span className="whitespace-pre-line">
                <UntrustedText text={value} />
              </span>
            </Fact>
          ))}
        </Facts>
        {proposal.change.act === "boundary.accept_tools" ? <ProposedTools change={proposal.change} /> : null}
        {isOwn ? <WhoConfirms isAlone={isAlone} /> : null}
        <div className="flex flex-wrap items-start gap-2">
          {isVersion ? <LinkButton href="/policy/draft/review">Review version</LinkButton> : null}
          <ResolveChange
            proposalId={proposal.id}
            digest={proposal.digest}
            title={words.title}
            isOwn={isOwn}
            isReviewedElsewhere={isVersion}
          />
        </div>
      </CardContent>
    </Card>
  );
}

const endings: Record<Proposal["state"], { label: string; variant: "default" | "success" | "warning" }> = {
  open: { label: "Open", variant: "default" },
  confirmed: { label: "Confirmed", variant: "success" },
  withdrawn: { label: "Withdrawn", variant: "default" },
  declined: { label: "Declined", variant: "warning" },
  expired: { label: "Expired", variant: "default" },
  superseded: { label: "Superseded", variant: "default" },
};

function ClosedChanges({ shown, now }: { shown: Shown[]; now: Date }) {
  return (
    <Card>
      <CardHead title="Closed changes" />
      <RowList>
        {shown.map(({ proposal, words, proposer, closer }) => (
          <Row key={proposal.id}>
            <span className="grid min-w-0 gap-0.5">
              <span className="[overflow-wrap:anywhere]">{words.title}</span>
              <span className="text-[0.8125rem] text-muted-foreground">
                Proposed by {proposer}
                {closer ? ` · Closed by ${closer}` : ""} ·{" "}
                <RelativeTime at={proposal.closedAt ?? proposal.expiresAt} now={now} />
              </span>
            </span>
            <Badge variant={endings[proposal.state].variant}>{endings[proposal.state].label}</Badge>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
