import type { Metadata } from "next";
import { cache, type ReactNode } from "react";
import { runtime } from "#app/runtime/runtime";
import { currentEnvironment, openPage, orNotFound, pageTitle } from "#app/web/open-page";
import { BreakGlassNotice } from "#components/approval/break-glass-notice";
import { Clock } from "#components/approval/clock";
import { Deciders } from "#components/approval/deciders";
import { delegatorName } from "#components/approval/delegator-name.ts";
import { History } from "#components/approval/history";
import { QueuePosition } from "#components/approval/queue-position";
import { QuorumWarning } from "#components/approval/quorum-warning";
import { Sheet } from "#components/approval/section";
import { SheetBar } from "#components/approval/sheet-bar";
import { Technical } from "#components/approval/technical";
import { BackToQueue } from "#components/device/back-to-queue";
import { ShareLink } from "#components/device/share-link";
import { DeliveryLog } from "#components/notices/delivery-log";
import { Alert } from "#components/ui/alert";
import { findBreakGlass } from "#lib/approvals/break-glass/list-reviews";
import { type OfferedStatement, offerStatement } from "#lib/approvals/offer-statement";
import { statementChallenge } from "#lib/approvals/statement";
import { findExecution } from "#lib/boundary/executions/find-execution";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import { sentenceLine } from "#lib/descriptors/render/text-lines";
import { base64url } from "#lib/kernel/digest";
import { listDeliveriesOf } from "#lib/notifications/deliveries/list-deliveries";
import { actionAmount } from "#lib/policy/action-types/action-amount";
import { findDecisionQueue } from "#lib/requests/decidable-requests";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import type { RequestView } from "#lib/requests/request-view";
import type { Viewer } from "#lib/sessions/session";
import { BreakGlassOffer } from "./break-glass-offer.tsx";
import { Conclusion } from "./conclusion.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { PushOffer } from "./push-offer.tsx";
import { RequestSheet } from "./request-sheet.tsx";

type Props = PageProps<"/requests/[id]">;

const load = cache(async (id: string) => {
  const { viewer, db, now } = await openPage();
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
  const [deliveries, execution, queue] = await Promise.all([
    listDeliveriesOf(db, view.id),
    findExecution(db, viewer, view.id),
    findDecisionQueue(db, { personId: viewer.personId, requestId: view.id, now }),
  ]);
  const offering = { environment: currentEnvironment, secret, now };
  const offer = view.viewerRole.mayDecide
    ? await offerStatement(db, view.viewerRole.decidable, { approverId: viewer.personId, ...offering })
    : undefined;
  // Read from the bytes of the statement, so that the screen shows exactly what the passkey signs.
  const action = offer?.statement.action ?? view.action;
  const { descriptor } = view;
  const rendering = offer?.rendering ?? renderAction(action, descriptor, commands);
  const amount = actionAmount(action, view.entry ?? undefined);
  const decision = (
    <DecisionColumn>
      {offer ? (
        <DecisionForm
          {...{ view, offer, amount, queue, now }}
          viewerId={viewer.personId}
          quorum={quorumOf(view, viewer, true)}
        />
      ) : (
        <Conclusion {...{ view, execution, viewer, queue, now }} />
      )}
      {offer ? <Deciders view={view} viewerId={viewer.personId} /> : null}
    </DecisionColumn>
  );
  return (
    <>
      <BackToQueue />
      <SheetBar position={<QueuePosition queue={queue} />}>
        {view.state === "pending" ? (
          <Clock expiresAt={view.expiresAt.toISOString()} now={now.toISOString()} />
        ) : null}
        <ShareLink path={`/requests/${view.id}`} />
      </SheetBar>
      <BreakGlass view={view} viewer={viewer} now={now} />
      <DelegateNote delegator={delegatorName(view, offer?.statement)} />
      <div className="grid items-start gap-x-4 gap-y-3 pb-20 max-lg:aside:grid-cols-[minmax(0,1fr)_15rem] aside:pb-0 lg:grid-cols-[minmax(0,1fr)_20rem]">
        {offer ? null : decision}
        <RequestSheet
          {...{ view, viewer, rendering, amount, now }}
          environment={offer?.statement.environment}
        />
        {offer ? decision : null}
        <Sheet className="aside:col-start-1">
          {offer || view.state !== "pending" ? null : <Deciders view={view} viewerId={viewer.personId} />}
          <History view={view} execution={execution} now={now} />
          <DeliveryLog deliveries={deliveries} now={now} />
          <PushOffer view={view} viewerId={viewer.personId} />
          {view.state === "pending" ? (
            <BreakGlassOffer viewer={viewer} requestId={view.id} now={now} />
          ) : null}
          <Technical
            requestId={view.id}
            agentId={view.agent.id}
            actionDigest={offer?.statement.action_digest ?? view.actionDigest}
            resultSha256={execution?.resultSha256}
            signed={signedText(offer)}
          />
        </Sheet>
      </div>
    </>
  );
}

/** The column of the decision: next to the request where there is room, and stays in view there. */
function DecisionColumn({ children }: { children: ReactNode }) {
  return (
    <aside className="grid min-w-0 gap-3 has-data-denying:-order-1 has-data-denying:*:nth-2:hidden max-sm:pt-3 aside:sticky aside:top-[calc(3.5rem+var(--environment-bar))] short:aside:top-12 aside:col-start-2 aside:row-span-2 aside:row-start-1 aside:max-h-[calc(100dvh-4.5rem-var(--environment-bar))] aside:overflow-y-auto short:aside:max-h-[calc(100dvh-6.5rem)]">
      {children}
    </aside>
  );
}

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
