import { runtime } from "#app/runtime/runtime";
import { Description } from "#components/approval/description/description";
import { Row, Rows } from "#components/approval/description/row";
import { Headline } from "#components/approval/headline";
import { Sheet, SheetSection } from "#components/approval/section";
import { MoreSignals, MoreSignalsLink, mostAbove, Signals } from "#components/approval/signals";
import { signalsOf } from "#components/approval/signals-of";
import { LastTenLike } from "#components/approval/unusual/last-ten-like";
import { WhyAsked } from "#components/approval/why-asked";
import { Source } from "#components/boundaries/source";
import { sourceWords } from "#components/boundaries/source-words.ts";
import { AgentsWords } from "#components/text/agents-words";
import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import { alarmingParts } from "#lib/descriptors/commands/alarming-parts";
import type { CommandReader } from "#lib/descriptors/commands/open-reader";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { fieldsLikeResource, saidInSentence } from "#lib/descriptors/render/said-once";
import type { ActionAmount } from "#lib/policy/action-types/action-amount";
import { explainRequest } from "#lib/requests/page/explain-request";
import { shownNames } from "#lib/requests/page/shown-names";
import type { RequestView } from "#lib/requests/request-view";
import { countSameAction } from "#lib/requests/unusual/count-same-action";
import { findUnusual } from "#lib/requests/unusual/find-unusual";
import { listLastLike } from "#lib/requests/unusual/list-last-like";
import type { Viewer } from "#lib/sessions/session";

/**
 * The request in the order of weight: agent and action, the strongest signals, the values, the
 * rule, the other signals and the history, then the agent's own words, and the outcome without a
 * decision. An agent's reason moves people to approve, so all that speaks against it comes earlier.
 */
export async function RequestSheet(props: {
  view: RequestView;
  viewer: Viewer;
  /** From the signed statement, if there is one. */
  environment: string | undefined;
  /** From the signed statement, if there is one. */
  rendering: Rendering;
  amount: ActionAmount | undefined;
  now: Date;
}) {
  const { view, viewer, rendering, now } = props;
  const { db } = runtime();
  const reader = await readerFor(view.descriptor);
  const [explanation, findings, lastLike, sameAction, names] = await Promise.all([
    explainRequest(db, viewer, view.id, now),
    findUnusual(db, viewer, view, now),
    listLastLike(db, viewer, view, now),
    countSameAction(db, viewer, { agentId: view.agent.id, digests: [view.actionDigest] }, now),
    shownNames(db, viewer, rendering),
  ]);
  const signals = signalsOf({
    ...{ view, rendering, findings, now },
    sameAction: sameAction.get(view.actionDigest) ?? 0,
    asked: view.edit ? renderAction(view.edit.asked, view.descriptor, reader) : undefined,
  });
  const command = commandOf(rendering, reader);
  const said = new Set(saidInSentence(rendering, view.descriptor));
  // Values above the list, besides the sentence, aren't repeated in the list.
  if (isTypeTheTitle(view, rendering)) said.add("type");
  const likeResource = said.has("resource") ? [] : fieldsLikeResource(rendering);
  const saidAbove = new Set([...said, "resource", "tool", "type", "fallback"]);
  for (const { path } of likeResource) saidAbove.add(path);
  if (command) saidAbove.add(command.path);
  const more = signals.slice(mostAbove);
  return (
    <Sheet className="aside:col-start-1 aside:row-start-1">
      <SheetSection className="grid gap-1.5 sm:gap-2">
        <Headline
          {...{ view, rendering, command, said, now }}
          viewerId={viewer.personId}
          amount={props.amount}
          environment={props.environment}
          resourceLabels={likeResource.map(({ label }) => label)}
        />
        <Signals signals={signals.slice(0, mostAbove)} />
        <MoreSignalsLink count={more.length} />
      </SheetSection>
      <SheetSection className="grid gap-1 sm:gap-1.5">
        <Description rendering={rendering} said={saidAbove} names={names} />
        {sourceWords(view.source) ? (
          <Rows>
            <Row label="Boundary" isAside>
              <Source source={view.source} />
            </Row>
          </Rows>
        ) : null}
        <WhyAsked view={view} explanation={explanation} />
        <MoreSignals signals={more} />
        <LastTenLike requests={lastLike} now={now} />
        <AgentsWords view={view} />
        {view.state === "pending" ? <IfYouDoNothing view={view} /> : null}
      </SheetSection>
      {view.countedAsOne.length > 0 ? (
        <SheetSection>
          <CountedAsOne sentences={view.countedAsOne} />
        </SheetSection>
      ) : null}
    </Sheet>
  );
}

/** The only command of a request, with the reader's warnings. */
function commandOf({ fields }: Rendering, { read }: Partial<CommandReader>) {
  const commands = fields.flatMap(({ path, shown }) =>
    shown.as === "command" ? [{ path, text: shown.text }] : [],
  );
  const [command] = commands;
  // Two commands are listed with their labels.
  if (!command || commands.length > 1 || !read) return undefined;
  return { ...command, parts: alarmingParts(command.text, read(command.text)) };
}

function isTypeTheTitle({ entry }: RequestView, { sentence, intent }: Rendering): boolean {
  return sentence === undefined && intent === undefined && !entry;
}

/** Why several approvals count as one, and how to make two of them. */
function CountedAsOne({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Alert variant="warning" title="Two approvals count as one">
      {sentences.map((sentence) => (
        <p key={sentence} className="[overflow-wrap:anywhere]">
          {sentence}
        </p>
      ))}
      <p className="mt-1.5">
        To count both, another admin confirms the passkey on the approver's page, or the approver does in
        Settings with another confirmed passkey. No one has to approve again.
      </p>
    </Alert>
  );
}

/** The end of an undecided request. Hidden after the decision reports an ending. */
function IfYouDoNothing({ view: { expiresAt, agent } }: { view: RequestView }) {
  return (
    <p className="text-[0.8125rem] text-muted-foreground leading-[1.125rem] [body:has([data-ended])_&]:invisible">
      If you do nothing, it expires at <LocalTime at={expiresAt} form="clock" />
      {agent.isTest ? "." : " and isn't carried out."}
    </p>
  );
}
