import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { orNotFound } from "#app/web/or-not-found";
import { requireViewer } from "#app/web/session/viewer";
import { AgentLabels } from "#components/agents/agent-labels";
import { RuleSentences } from "#components/agents/rule-sentences";
import { SignButton } from "#components/ownership/sign-button";
import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import { PageHeader } from "#components/ui/page-header";
import { base64url } from "#lib/digest";
import { longestReason } from "#lib/ownership/offers/decline-offers";
import { type AcceptanceOffer, findAcceptance } from "#lib/ownership/offers/find-acceptance";
import { OfferedKeys } from "../offered-keys.tsx";
import { DeclineOffer } from "./decline-offer.tsx";

export const metadata: Metadata = { title: "Accept transfer" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ keep?: string | string[] }>;
}

/**
 * The page renders the agent from the statement's bytes, so the screen shows exactly what the
 * passkey signs.
 */
export default async function OfferPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("approver");
  const { id } = await params;
  const keepsKeys = (await searchParams).keep === "keys";
  const { db, clock, secret } = runtime();
  const now = clock();
  const offer = await orNotFound(findAcceptance(db, { viewer, offerId: id, keepsKeys, secret, now }));
  const { statement } = offer;
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={`Take ownership of ${statement.agent_name}?`}
        back={{ href: "/agents/mine", label: "My agents" }}
        description="Its requests will come to you, and you'll be accountable for what it does. If you're deactivated, it is quarantined."
      />
      <div className="grid gap-4">
        {offer.isQuarantined ? (
          <Alert variant="warning" title="This agent is quarantined">
            It can't request anything until you accept it. Then it resumes.
          </Alert>
        ) : null}
        <About offer={offer} now={now} />
        <MayDo statement={statement} />
        <Keys offer={offer} now={now} />
        <Card>
          <CardContent className="grid gap-4 pt-4 sm:pt-5">
            <p>
              Your passkey signs exactly what's shown here. Pending requests are cancelled and unused grants
              revoked, so nothing {offer.from} approved runs under your ownership.
            </p>
            <div className="flex flex-wrap items-end justify-between gap-3">
              <SignButton
                path={`/api/ownership/offers/${statement.offer}/acceptances`}
                statement={base64url(offer.bytes)}
                seal={offer.seal}
                label="Accept ownership"
                doneHref={`/agents/${statement.agent}`}
              />
              <DeclineOffer offerId={statement.offer} name={statement.agent_name} longest={longestReason} />
            </div>
          </CardContent>
        </Card>
      </div>
    </div>
  );
}

function About({ offer, now }: { offer: AcceptanceOffer; now: Date }) {
  const { statement } = offer;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Agent</CardTitle>
      </CardHeader>
      <CardContent>
        <Facts>
          <Fact name="Name">{statement.agent_name}</Fact>
          <Fact name="ID">
            <code className="font-mono text-[0.8125rem]">{statement.agent}</code>
          </Fact>
          <Fact name="Current owner">{offer.from}</Fact>
          <Fact name="Offered by">{offer.offeredBy}</Fact>
          <Fact name="Expires">
            <Time at={offer.expiresAt} now={now} show="both" />
          </Fact>
          <Fact name="Labels">
            {statement.agent_labels.length > 0 ? <AgentLabels labels={statement.agent_labels} /> : "None"}
          </Fact>
        </Facts>
      </CardContent>
    </Card>
  );
}

function Keys({ offer: { statement, people }, now }: { offer: AcceptanceOffer; now: Date }) {
  const { offer, agent_name: name, keys, keep_keys: keepsKeys } = statement;
  const here = `/agents/offers/${offer}`;
  const otherChoice = keepsKeys ? here : `${here}?keep=keys`;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Its keys</CardTitle>
      </CardHeader>
      <CardContent>
        <OfferedKeys {...{ name, keys, keepsKeys, people, otherChoice, now }} />
      </CardContent>
    </Card>
  );
}

function MayDo({ statement: { authority } }: Pick<AcceptanceOffer, "statement">) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>What it can do</CardTitle>
        <CardDescription>
          From policy version {authority.policy_version}. Later versions may change this.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-3">
        <RuleSentences rules={authority.rules} defaultOutcome={authority.default_outcome} />
        {authority.more_rules > 0 ? (
          <p className="text-muted-foreground">
            {authority.more_rules} more rules apply, listed on the Policy page. Your signature covers all of
            them.
          </p>
        ) : null}
        <p className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
          Policy digest <code className="font-mono text-xs">{authority.policy_digest}</code>
        </p>
      </CardContent>
    </Card>
  );
}
