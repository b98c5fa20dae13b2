import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import { cache } from "react";
import { runtime } from "#app/process/runtime";
import { orNotFound } from "#app/web/or-not-found";
import { pageTitle } from "#app/web/page-title";
import { requireViewer } from "#app/web/session/viewer";
import { AgentsWords } from "#components/approval/agent-text/agents-words";
import { BreakGlassNotice } from "#components/approval/break-glass/break-glass-notice";
import { CountedAsOne } from "#components/approval/counted-as-one";
import { Deciders } from "#components/approval/deciders";
import { delegatorName } from "#components/approval/delegator-name.ts";
import { Description } from "#components/approval/description/description";
import { EditedNote } from "#components/approval/edit/edited-note";
import { Headline } from "#components/approval/headline";
import { History } from "#components/approval/history";
import { QueuePosition } from "#components/approval/queue-position";
import { QuorumWarning } from "#components/approval/quorum-warning";
import { Technical } from "#components/approval/technical";
import { LastTenLike } from "#components/approval/unusual/last-ten-like";
import { Unusual } from "#components/approval/unusual/unusual";
import { WhyAsked } from "#components/approval/why-asked";
import { BackToQueue } from "#components/device/back-to-queue";
import { ShareLink } from "#components/device/share-link";
import { WhyDetails } from "#components/explanation/why-details";
import { DeliveryLog } from "#components/notifications/delivery-log";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { findBreakGlass } from "#lib/approvals/break-glass/list-reviews";
import { type OfferedStatement, offerStatement } from "#lib/approvals/offer-statement";
import { statementChallenge } from "#lib/approvals/statement";
import { findExecution } from "#lib/boundary/executions/find-execution";
import { readerFor } from "#lib/descriptors/render/reader-for.mjs";
import { renderAction } from "#lib/descriptors/render/render-action.mjs";
import { sentenceLine } from "#lib/descriptors/render/text-lines.mjs";
import { base64url } from "#lib/digest";
import { listDeliveriesOf } from "#lib/notifications/deliveries/list-deliveries";
import { actionAmount } from "#lib/policy/action-types/action-amount";
import { findDecisionQueue } from "#lib/requests/decidable-requests";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import { explainRequest } from "#lib/requests/page/explain-request";
import { shownNames } from "#lib/requests/page/shown-names";
import type { RequestView } from "#lib/requests/request-view";
import { positionIn } from "#lib/requests/unusual/amount-finding";
import { countSameAction } from "#lib/requests/unusual/count-same-action";
import { findUnusual } from "#lib/requests/unusual/find-unusual";
import { listLastLike } from "#lib/requests/unusual/list-last-like";
import type { Viewer } from "#lib/sessions/session";
import { BreakGlassOffer } from "./break-glass-offer.tsx";
import { Conclusion } from "./conclusion.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { PushOffer } from "./push-offer.tsx";

interface Props {
  params: Promise<{ id: string }>;
}

/** The request and its viewer, read once for the title and the page. */
const load = cache(async (id: string) => {
  const viewer = await requireViewer();
  const { db, clock } = runtime();
  const now = clock();
  const view = await orNotFound(findRequestForViewer(db, viewer, id, now));
  return { view, viewer, now, commands: await readerFor(view.descriptor) };
});

/** Names the action by the sentence of its descriptor: an agent's free text is never a title. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { view, commands } = await load((await params).id);
  const { sentence } = renderAction(view.action, view.descriptor, commands);
  const what = sentence ? sentenceLine(sentence) : (view.entry?.title ?? "Request");
  return pageTitle(view.agent.name, what);
}

export default async function RequestPage({ params }: Props) {
  const { view, viewer, now, commands } = await load((await params).id);
  const { db, secret } = runtime();
  const explanation = await explainRequest(db, viewer, view.id, now);
  const [deliveries, execution, findings, lastLike, sameAction, queue] = await Promise.all([
    listDeliveriesOf(db, view.id),
    findExecution(db, viewer, view.id),
    findUnusual(db, viewer, view, now),
    listLastLike(db, viewer, view, now),
    countSameAction(db, viewer, { agentId: view.agent.id, digests: [view.actionDigest] }, now),
    findDecisionQueue(db, { personId: viewer.personId, requestId: view.id, now }),
  ]);
  const offer = view.viewerRole.mayDecide
    ? await offerStatement(db, view.viewerRole.decidable, { approverId: viewer.personId, secret, now })
    : undefined;
  // With a statement to sign, the action is read from the statement's bytes, so the screen shows
  // exactly what the passkey signs.
  const action = offer?.statement.action ?? view.action;
  const { descriptor } = view;
  const rendering = offer?.rendering ?? renderAction(action, descriptor, commands);
  const { edit } = view;
  const asked = edit && renderAction(edit.asked, descriptor, commands);
  const amount = actionAmount(action, view.entry ?? undefined);
  return (
    <>
      <BackToQueue />
      <div className="mb-3 flex min-h-9 items-center short:mb-1 justify-between gap-2 sm:gap-4">
        <Link
          href="/queue"
          className="-ml-1 inline-flex min-h-11 fine:min-h-8 items-center gap-0.5 rounded-sm pr-2 text-muted-foreground hover:text-foreground"
        >
          <ChevronLeft aria-hidden className="size-4" />
          Requests
        </Link>
        <div className="flex items-center gap-x-1 sm:gap-x-4">
          <QueuePosition queue={queue} />
          <ShareLink path={`/requests/${view.id}`} />
        </div>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
        <div className="grid min-w-0 gap-4">
          <BreakGlass view={view} viewer={viewer} now={now} />
          {offer ? null : (
            <Conclusion view={view} execution={execution} viewer={viewer} queue={queue} now={now} />
          )}
          <CountedAsOne sentences={view.countedAsOne} />
          <DelegateNote delegator={delegatorName(view, offer?.statement)} />
          <Headline
            unusual={positionIn(findings)}
            sameAction={sameAction.get(view.actionDigest) ?? 0}
            view={view}
            rendering={rendering}
            amount={amount}
            hasCountdown={offer !== undefined}
            now={now}
          />
          {edit && asked ? (
            <EditedNote by={edit.by.name} at={edit.at} asked={asked} edited={rendering} now={now} />
          ) : null}
          <Description
            rendering={rendering}
            isSigned={offer !== undefined}
            signedUntil={{ expiresAt: view.expiresAt.toISOString(), now: now.toISOString() }}
            names={await shownNames(db, viewer, rendering)}
          />
          <Unusual findings={findings} agent={view.agent.name} now={now} />
          <LastTenLike requests={lastLike} now={now} />
          <AgentsWords view={view} isSigned={offer !== undefined} />
          <WhyAsked view={view} />
          {offer ? null : quorumOf(view, viewer)}
        </div>
        <div className="grid min-w-0 gap-4 lg:row-span-2">
          {view.state === "pending" ? <Deciders view={view} viewerId={viewer.personId} /> : null}
          <History view={view} execution={execution} now={now} />
          <DeliveryLog deliveries={deliveries} now={now} />
          <PushOffer view={view} viewerId={viewer.personId} />
          {view.state === "pending" ? (
            <BreakGlassOffer viewer={viewer} requestId={view.id} now={now} />
          ) : null}
        </div>
        <div className="grid min-w-0 gap-4 lg:col-start-1">
          <WhyDetails explanation={explanation} version={view.policy.version} />
          <Technical
            requestId={view.id}
            agentId={view.agent.id}
            actionDigest={offer?.statement.action_digest ?? view.actionDigest}
            resultSha256={execution?.resultSha256}
            signed={signedText(offer)}
          />
          {offer ? (
            <DecisionForm
              view={view}
              offer={offer}
              amount={amount}
              viewerId={viewer.personId}
              quorum={quorumOf(view, viewer, true)}
              queue={queue}
              now={now}
            />
          ) : null}
        </div>
      </div>
    </>
  );
}

/** The break-glass approval of a request: the admin, the reason and the review. */
async function BreakGlass({ view, viewer, now }: { view: RequestView; viewer: Viewer; now: Date }) {
  const broken = view.isBreakGlass ? await findBreakGlass(runtime().db, view.id) : undefined;
  if (!broken) return null;
  const readsReviews = viewer.roles.includes("admin") || viewer.roles.includes("auditor");
  return <BreakGlassNotice broken={broken} readsReviews={readsReviews} now={now} />;
}

/** A warning if too few approvers remain; a line of it for the bar with the buttons. */
function quorumOf(view: RequestView, viewer: Viewer, isLine = false) {
  if (view.state !== "pending" || !view.isQuorumImpossible) return null;
  return (
    <QuorumWarning
      required={view.approvals.required}
      groups={view.requirements.flatMap(({ group }) => (group ? [group] : []))}
      agent={view.agent}
      isAdmin={viewer.roles.includes("admin")}
      isLine={isLine}
    />
  );
}

/** Tells a delegate which person they decide for: the signed statement contains the person. */
function DelegateNote({ delegator }: { delegator: string | undefined }) {
  if (!delegator) return null;
  return (
    <Alert variant="info" title={`Deciding for ${delegator}`}>
      You're their delegate. The audit log and receipt will show that you decided on their behalf.
    </Alert>
  );
}

function signedText(offer: OfferedStatement | undefined) {
  if (!offer) return undefined;
  return {
    text: new TextDecoder().decode(offer.bytes),
    challenge: base64url(statementChallenge(offer.bytes)),
  };
}
