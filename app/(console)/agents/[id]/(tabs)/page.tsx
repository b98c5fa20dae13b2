import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { AgentLabels } from "#components/agents/agent-labels";
import { SendTestRequest } from "#components/queue/send-test-request";
import { Time } from "#components/text/time";
import { Card, CardHeader, CardTitle, ContentCard, Fact, Facts, Row, RowList } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { TextLink } from "#components/ui/link";
import type { AgentDetails } from "#lib/agents/find-agent";
import { listQueue } from "#lib/requests/queue/list-queue";
import { maySendTest } from "#lib/requests/send-test-request";
import { keyNames } from "../agent-keys.tsx";
import { LabelEditor } from "../label-editor.tsx";
import { type AgentParams, loadAgent, titleOf } from "../load-agent.ts";
import { Ownership } from "./ownership.tsx";
import { RecentRequests } from "./recent-requests.tsx";

export const generateMetadata = titleOf("Agents");

export default async function AgentOverviewPage({ params }: AgentParams) {
  const { agent, viewer, now, isAdmin } = await loadAgent((await params).id);
  const { db, config } = runtime();
  const isOwner = agent.owner.id === viewer.personId;
  const requests = await listQueue(db, viewer, { state: "all", agent: agent.id }, now);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <RecentRequests agent={agent} requests={requests.items} now={now} />
      <div className="grid gap-4">
        {agent.isTest ? (
          <AboutTestAgent
            owner={isOwner ? undefined : agent.owner.name}
            maySend={agent.status === "active" && isOwner && maySendTest(viewer)}
          />
        ) : (
          <>
            <Ownership agent={agent} viewer={viewer} now={now} />
            <KeysInShort agent={agent} now={now} />
          </>
        )}
        <AgentFacts agent={agent} origin={config.origin} isAdmin={isAdmin} now={now} />
      </div>
    </div>
  );
}

/** Nothing about a test agent can be changed. `owner`: undefined for the viewer. */
function AboutTestAgent({ owner, maySend }: { owner: string | undefined; maySend: boolean }) {
  return (
    <ContentCard title="About this agent" layout="grid gap-3">
      <p>Countersign uses this agent to send {owner ?? "you"} test requests.</p>
      <p>It has no key and gets no grants, so approving a test request executes nothing.</p>
      <p>
        It can't be transferred. It's revoked if{" "}
        {owner === undefined
          ? "you're suspended or deactivated, or lose the Approver role."
          : `${owner} is suspended or deactivated, or loses the Approver role.`}
      </p>
      {maySend ? <SendTestRequest action={act("request/test")} /> : null}
    </ContentCard>
  );
}

const shown = 3;

/** The agent's usable keys. The tab Keys lists revoked and expired keys too. */
function KeysInShort({ agent, now }: { agent: AgentDetails; now: Date }) {
  const usable = agent.keys.filter((key) => key.revokedAt === null && key.expiresAt > now);
  const href = `/agents/${agent.id}/keys`;
  const hidden = usable.length - shown;
  const mayAdd = agent.canManage && agent.status !== "revoked";
  return (
    <Card>
      <CardHeader>
        <CardTitle>Keys</CardTitle>
        <TextLink isTall href={href}>
          {usable.length === 0 && mayAdd ? "Add key" : hidden > 0 ? `${hidden} more` : "View all"}
          <span className="sr-only">{usable.length === 0 && mayAdd ? "" : " keys"}</span>
        </TextLink>
      </CardHeader>
      <RowList
        className="first:border-t"
        none={agent.workloads.length > 0 ? "Workloads get a key when they need one." : "No active key"}
      >
        {usable.slice(0, shown).map((key) => (
          <Row key={key.id}>
            <span className="font-medium">
              {key.workloadSubject === null ? keyNames[key.algorithm] : "Workload"}
            </span>
            <span className="text-[0.8125rem] text-muted-foreground">
              Expires <Time at={key.expiresAt} now={now} />
            </span>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}

function AgentFacts(props: { agent: AgentDetails; origin: string; isAdmin: boolean; now: Date }) {
  const { agent, origin, isAdmin, now } = props;
  return (
    <ContentCard title="Details" layout="grid gap-4">
      <Facts className="sm:grid-cols-[6rem_minmax(0,1fr)]">
        <Fact name="Created">
          <Time at={agent.createdAt} now={now} isAlone />
        </Fact>
        <Fact name="ID">
          <code className="font-mono text-[0.8125rem]">{agent.id}</code>
        </Fact>
        <Fact name="Labels">
          {isAdmin && agent.status !== "revoked" && !agent.isTest ? (
            <LabelEditor agentId={agent.id} labels={agent.labels} />
          ) : agent.labels.length > 0 ? (
            <AgentLabels labels={agent.labels} />
          ) : (
            "None"
          )}
        </Fact>
      </Facts>
      {agent.isTest ? null : (
        <CodeBlock label="Request endpoint" text={`POST ${origin}/api/v1/agents/${agent.id}/requests`} />
      )}
    </ContentCard>
  );
}
