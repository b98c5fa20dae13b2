import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { HoldAgentLater } from "#components/agents/hold-agent-later";
import { Outcome } from "#components/approval/decision/outcome";
import { OutcomeLater } from "#components/approval/decision/outcome-later";
import { GrantLine, grantWords } from "#components/approval/grant-line";
import { NextRequest } from "#components/approval/next-request";
import { Receipts } from "#components/approval/receipts";
import { ExecutionLine } from "#components/execution/execution-line";
import { ResolveExecutionLater } from "#components/execution/resolve-execution-later";
import { SendTestRequestLater } from "#components/queue/send-test-request-later";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { hasAgents } from "#lib/agents/agent-names";
import { canManage } from "#lib/agents/lock-agent";
import type { ExecutionView } from "#lib/boundary/executions/find-execution";
import { longestNote } from "#lib/boundary/executions/resolve-execution";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import type { DecisionQueue } from "#lib/requests/decidable-requests";
import { progressOf } from "#lib/requests/progress";
import type { RequestView } from "#lib/requests/request-view";
import { maySendTest } from "#lib/requests/send-test-request";
import type { Viewer } from "#lib/sessions/session";
import { StandingApprovalsOf, StandingDenialsOf } from "./standing-of-request.tsx";

/** Instead of a decision form: the outcome, the receipts, and changes while the page is open. */
export function Conclusion(props: {
  view: RequestView;
  execution: ExecutionView | undefined;
  viewer: Viewer;
  queue: DecisionQueue;
  now: Date;
}) {
  const { view, execution, viewer, queue, now } = props;
  const viewerId = viewer.personId;
  const approvals = view.decisions.filter(({ decision, voided }) => decision === "approve" && !voided);
  const { grant, agent } = view;
  const news = grant ? grantWords(grant, agent.name) : "";
  return (
    <Outcome
      view={view}
      viewerId={viewerId}
      news={news}
      line={grant && news ? <GrantLine {...{ grant, execution, now }} agent={agent.name} /> : undefined}
    >
      {viewer.roles.includes("approver") && concerns(view, viewerId) ? <NextRequest queue={queue} /> : null}
      {execution?.mayResolve ? (
        <Alert variant="warning" title="Uncertain">
          <p className="mb-2">
            This action may or may not have run. Check the tool and record what you found.
          </p>
          <ResolveExecutionLater
            action={act("execution/resolve")}
            requestId={view.id}
            what={view.entry?.title ?? view.action.type}
            notation={view.action.resource ?? null}
            longestNote={longestNote}
          />
        </Alert>
      ) : null}
      {view.agent.isTest ? <AfterTest view={view} viewer={viewer} /> : null}
      <AgentLine view={view} viewer={viewer} now={now} />
      {view.state === "approved" ? <StandingApprovalsOf view={view} viewer={viewer} now={now} /> : null}
      {view.state === "denied" ? <StandingDenialsOf view={view} viewer={viewer} now={now} /> : null}
      <OutcomeLater requestId={view.id} viewerId={viewerId} progress={progressOf(view)} />
      {approvals.length > 0 || execution ? (
        <details className="group">
          <summary className="touch-target w-fit gap-1 font-medium">
            Proof
            <Icon name="chevron-right" className="size-3.5 text-muted-foreground group-open:rotate-90" />
          </summary>
          <div className="grid gap-3 py-2">
            {execution ? <ExecutionLine view={view} execution={execution} /> : null}
            <Receipts
              approvals={approvals.map(({ id, person, at, isStanding }) => ({
                ...{ id, by: isStanding ? `standing approval of ${person.name}` : person.name, at },
              }))}
              keysFrom={view.state === "approved" ? runtime().config.origin : undefined}
            />
          </div>
        </details>
      ) : null}
    </Outcome>
  );
}

/** After a test: the policy that asked no one, a first real agent, or the sender's next test. */
async function AfterTest({ view: { state, owner }, viewer }: { view: RequestView; viewer: Viewer }) {
  if (!viewer.roles.includes("admin") || state === "pending") return null;
  const isDecidedByPolicy = state === "allowed" || state === "blocked";
  const isDecided = state === "approved" || state === "denied";
  if (!isDecidedByPolicy && (!isDecided || (await hasAgents(runtime().db, viewer))))
    return maySendTest(viewer) && owner.id === viewer.personId ? (
      <SendTestRequestLater action={act("request/test")} label="Send another test request" />
    ) : null;
  return (
    <LinkButton
      href={isDecidedByPolicy ? "/policy" : "/connect"}
      variant={isDecidedByPolicy ? "link" : "default"}
      className="w-fit"
    >
      {isDecidedByPolicy ? "View policy" : "Connect an agent"}
    </LinkButton>
  );
}

/** Whether the viewer is, or was, one of the request's approvers. */
function concerns({ viewerRole, decisions }: RequestView, viewerId: string): boolean {
  return viewerRole.mayDecide || viewerRole.isYours || decisions.some(({ person }) => person.id === viewerId);
}

/**
 * After a hold, a link to the agent. After another person's approval, a button to hold the agent,
 * because the approval may have come before "I didn't expect this".
 */
async function AgentLine({ view, viewer, now }: { view: RequestView; viewer: Viewer; now: Date }) {
  const { id, name, mayOpen } = view.agent;
  if (view.closeReason === "unexpected") {
    return mayOpen ? (
      <Link href={`/agents/${id}`} className="w-fit text-link underline underline-offset-3">
        View {name}
      </Link>
    ) : null;
  }
  const isByViewer = view.decisions.some(
    ({ person, isStanding }) => person.id === viewer.personId && !isStanding,
  );
  if (view.state !== "approved" || isByViewer || !canManage(viewer, view.owner.id)) return null;
  const foresight = (await foreseeHolds(runtime().db, [id], now)).get(id);
  if (!foresight) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      Didn't expect this?
      <HoldAgentLater
        action={act("agents/hold")}
        agent={{ id, name }}
        foresight={foresight}
        longestReason={longestHoldReason}
        size="sm"
      />
    </div>
  );
}
