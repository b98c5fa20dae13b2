import { TestAgentBadge } from "#components/agents/test-agent-badge";
import { Source } from "#components/boundaries/source";
import { sourceWords } from "#components/boundaries/source-words.ts";
import { BreakGlassBadge } from "#components/queue/break-glass-badge";
import { RiskBadge } from "#components/queue/risk-badge";
import { SameActionBadge } from "#components/queue/same-action-badge";
import { StateBadge } from "#components/queue/state-badge";
import { UnusualBadge } from "#components/queue/unusual-badge";
import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { Card, CardContent } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import type { Rendering } from "#lib/descriptors/render/rendering.mjs";
import type { ActionAmount } from "#lib/policy/action-types/action-amount";
import type { RequestView } from "#lib/requests/request-view";
import type { Position } from "#lib/requests/unusual/amount-finding";
import { uninspectedLabel } from "#lib/text/description-labels.mjs";
import { Amount } from "./amount.tsx";
import { UntilExpiry } from "./decision/until-expiry.tsx";
import { SentenceText } from "./description/sentence.tsx";
import { SubjectFacts } from "./description/subject-facts.tsx";
import { RequestedBy } from "./requested-by.tsx";

interface HeadlineProps {
  view: RequestView;
  /** From the signed statement, if there is one. */
  rendering: Rendering;
  amount: ActionAmount | undefined;
  /** Where the amount lies, if it is unusual. */
  unusual?: Position | undefined;
  /** How many pending requests ask for exactly this action, with this one. */
  sameAction: number;
  /** Whether the page shows the time left elsewhere. */
  hasCountdown?: boolean;
  now: Date;
}

/** Who wants to do what: the agent and its owner, the sentence, the resource and the tool. */
export function Headline({
  view,
  rendering,
  amount,
  unusual,
  sameAction,
  hasCountdown = false,
  now,
}: HeadlineProps) {
  const { entry, state } = view;
  const { type, resource, sentence, intent } = rendering;
  return (
    <Card>
      <CardContent className="grid gap-3 pt-3 sm:gap-4 sm:pt-5">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
          <RequestedBy view={view} />
          <span className="flex flex-wrap gap-1.5">
            {hasCountdown ? (
              <UntilExpiry
                expiresAt={view.expiresAt.toISOString()}
                now={now.toISOString()}
                afterwards={<StateBadge state="expired" />}
              >
                {/* Not once the decision below says that the request ended: the notice there says how. Its
                room is kept, so that nothing moves up, at the end of the line. */}
                <span className="flex [body:has([data-ended])_&]:invisible max-sm:[body:has([data-ended])_&]:order-last">
                  <StateBadge state={state} />
                </span>
              </UntilExpiry>
            ) : (
              <StateBadge state={state} />
            )}
            {view.isBreakGlass ? <BreakGlassBadge /> : null}
            {view.agent.isTest ? <TestAgentBadge /> : <RiskBadge risk={entry?.risk ?? null} />}
            {unusual ? <UnusualBadge position={unusual} /> : null}
            {state === "pending" ? <SameActionBadge count={sameAction} /> : null}
          </span>
        </div>
        <div className="grid gap-1">
          <h1 className="font-semibold text-2xl leading-8 [overflow-wrap:anywhere]">
            {sentence ? (
              <SentenceText sentence={sentence} />
            ) : (
              (intent ?? entry?.title ?? <code className="font-mono text-xl">{type}</code>)
            )}
          </h1>
          {amount && !sentence ? (
            <p>
              <span className="sr-only">Amount: </span>
              <Amount
                amount={amount}
                className="font-semibold text-3xl leading-9 tracking-tight [overflow-wrap:anywhere]"
              />
            </p>
          ) : null}
          <p className="text-muted-foreground text-[0.8125rem]">
            {entry || intent ? <code className="font-mono">{type}</code> : null}
            {view.agent.isTest ? (
              <span className="block">This is a test. Approving it executes nothing.</span>
            ) : entry ? null : (
              <span className="block">{unknownTypeWords(rendering)}</span>
            )}
          </p>
        </div>
        <Uninspected rendering={rendering} />
        <Facts className="empty:hidden">
          {resource === undefined && rendering.form !== "described" ? (
            <Fact name="Resource">
              <span className="text-muted-foreground">
                {rendering.also.length > 0 ? "Not specified. See parameters." : "Not specified"}
              </span>
            </Fact>
          ) : null}
          <SubjectFacts rendering={rendering} />
          {sourceWords(view.source) ? (
            <Fact name="Boundary">
              <Source source={view.source} />
            </Fact>
          ) : null}
          {state === "pending" && !hasCountdown ? (
            <Fact name="Expires">
              <Time at={view.expiresAt} now={now} isAlone />
            </Fact>
          ) : null}
        </Facts>
      </CardContent>
    </Card>
  );
}

/**
 * What an approver should know about an action type that no admin added. It may have a built-in
 * descriptor that doesn't fit the action.
 */
function unknownTypeWords({ form }: Rendering): string {
  return form === "described"
    ? "Unknown action type. Its description is built in and not reviewed by an admin, so read the parameters carefully."
    : "Unknown action type. It's shown without a description, so read the raw parameters carefully.";
}

/** Why a shell command can't be inspected, before everything else about it. */
function Uninspected({ rendering: { fields } }: { rendering: Rendering }) {
  const reasons = fields.flatMap(({ shown }) =>
    shown.as === "command" ? shown.lines.filter(({ label }) => label === uninspectedLabel) : [],
  );
  if (reasons.length === 0) return null;
  return (
    <Alert variant="warning" title={uninspectedLabel}>
      <ul>
        {reasons.map(({ value }) => (
          <li key={value}>{value}</li>
        ))}
      </ul>
    </Alert>
  );
}
