import { Bot, UserRound } from "lucide-react";
import { Source } from "#components/boundaries/source";
import { sourceWords } from "#components/boundaries/source-words.ts";
import { BreakGlassBadge } from "#components/queue/break-glass-badge";
import { RiskBadge } from "#components/queue/risk-badge";
import { StateBadge } from "#components/queue/state-badge";
import { Time } from "#components/text/time";
import { Card, CardContent } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import { Link } from "#components/ui/link";
import type { ActionAmount } from "#lib/policy/action-types/action-amount";
import type { RequestView } from "#lib/requests/request-view";
import { UntrustedText } from "./agent-text/untrusted-text.tsx";
import { Amount } from "./amount.tsx";
import { WhyAsked } from "./why-asked.tsx";

interface HeadlineProps {
  view: RequestView;
  /** From the signed statement, if there is one. */
  action: RequestView["action"];
  amount: ActionAmount | undefined;
  now: Date;
}

/** The action, resource, amount, agent and owner, and the reason why a person is asked. */
export function Headline({ view, action, amount, now }: HeadlineProps) {
  const { entry, agent, owner, state } = view;
  return (
    <Card>
      <CardContent className="grid gap-5 pt-4 sm:pt-5">
        <div className="grid gap-2">
          <div className="flex flex-wrap gap-1.5">
            <StateBadge state={state} />
            {view.isBreakGlass ? <BreakGlassBadge /> : null}
            <RiskBadge risk={entry?.risk ?? null} />
          </div>
          <h1 className="font-semibold text-2xl leading-8 [overflow-wrap:anywhere]">
            {entry?.title ?? <code className="font-mono text-xl">{action.type}</code>}
          </h1>
          <p className="text-muted-foreground text-[0.8125rem]">
            {entry ? (
              <code className="font-mono">{action.type}</code>
            ) : (
              "Unknown action type. There's no description for it, so read the raw parameters carefully."
            )}
          </p>
          {amount ? (
            <p>
              <span className="sr-only">Amount: </span>
              <Amount
                amount={amount}
                className="font-semibold text-3xl leading-9 tracking-tight [overflow-wrap:anywhere]"
              />
            </p>
          ) : null}
        </div>
        <Facts>
          <Fact name="Resource">
            {action.resource === undefined ? (
              <span className="text-muted-foreground">Not specified. See parameters.</span>
            ) : (
              <UntrustedText as="value" text={action.resource} className="font-mono" />
            )}
          </Fact>
          <Fact name="Requested by">
            <span className="inline-flex flex-wrap items-center gap-x-1.5">
              <Bot aria-hidden className="size-4 text-muted-foreground" />
              {agent.mayOpen ? (
                <Link href={`/agents/${agent.id}`} className="font-medium underline-offset-3 hover:underline">
                  {agent.name}
                </Link>
              ) : (
                <span className="font-medium">{agent.name}</span>
              )}
              <span className="inline-flex items-center gap-1 text-muted-foreground">
                <UserRound aria-hidden className="size-3.5" /> Owner: {owner.name}
              </span>
            </span>
          </Fact>
          {sourceWords(view.source) ? (
            <Fact name="Boundary">
              <Source source={view.source} />
            </Fact>
          ) : null}
          {action.audience === undefined ? null : (
            <Fact name="Tool">
              <UntrustedText as="value" text={action.audience} className="font-mono" />
            </Fact>
          )}
          {state === "pending" ? (
            <Fact name="Expires">
              <Time at={view.expiresAt} now={now} isAlone />
            </Fact>
          ) : null}
        </Facts>
        <WhyAsked view={view} />
      </CardContent>
    </Card>
  );
}
