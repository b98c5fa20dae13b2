import { notFound } from "next/navigation";
import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { workloadCommand } from "#components/agents/commands.ts";
import { ConfirmAction } from "#components/forms/confirm-action";
import { counted } from "#components/text/plural.ts";
import { Card, CardContent, CardHead, Fact, Facts, Row, RowList } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import type { AgentDetails } from "#lib/agents/find-agent";
import type { WorkloadIdentity } from "#lib/agents/keys/list-identities";
import { listSources } from "#lib/requests/request-source";
import { AgentKeys } from "../../agent-keys.tsx";
import { type AgentParams, loadAgent, titleOf } from "../../load-agent.ts";
import { Callback } from "./callback.tsx";
import { Connect } from "./connect.tsx";
import { AddWorkload } from "./workload-form.tsx";

export const generateMetadata = titleOf("Keys");

export default async function AgentKeysPage({ params }: AgentParams) {
  const { agent, viewer, now, isAdmin } = await loadAgent((await params).id);
  if (agent.isTest) notFound();
  const sources = agent.canManage ? await listSources(runtime().db, agent.id) : [];
  return (
    <div className={agent.canManage ? "grid items-start gap-4 lg:grid-cols-2" : "grid max-w-3xl gap-4"}>
      <div className="grid gap-4">
        <AgentKeys agent={agent} now={now} />
        <Workloads agent={agent} isAdmin={isAdmin} />
      </div>
      <div className="grid gap-4">
        <Connect agent={agent} sources={sources} now={now} />
        <Callback agent={agent} viewer={viewer} now={now} />
      </div>
    </div>
  );
}

/** The workloads with short-lived keys of the agent. For the agent's owner and admins. */
function Workloads({ agent, isAdmin }: { agent: AgentDetails; isAdmin: boolean }) {
  if (!agent.canManage || agent.status === "revoked") return null;
  if (!isAdmin && agent.workloads.length === 0) return null;
  const { origin } = runtime().config;
  const audience = `${origin}/agents/${agent.id}`;
  return (
    <Card>
      <CardHead isOneBlock title="Workload identities">
        CI jobs and cloud workloads that get a short-lived key for the token of their OIDC issuer, so that
        they store no key.
      </CardHead>
      <RowList className="first:border-t" none={null}>
        {agent.workloads.map((identity) => (
          <Identity key={identity.id} agentId={agent.id} identity={identity} />
        ))}
      </RowList>
      {isAdmin ? (
        <CardContent className="border-t pt-4">
          <AddWorkload agentId={agent.id} audience={audience} />
        </CardContent>
      ) : null}
      {agent.workloads[0] ? (
        <CardContent className="grid gap-3 border-t pt-4">
          <p className="text-muted-foreground">The workload exchanges its token with this command:</p>
          <CodeBlock label="Run in the workload" text={workloadCommand({ origin, agentId: agent.id })} />
        </CardContent>
      ) : null}
    </Card>
  );
}

function Identity({ agentId, identity }: { agentId: string; identity: WorkloadIdentity }) {
  const { id, issuer, audience, subject, claims, keyMinutes } = identity;
  return (
    <Row className="items-start">
      <div className="min-w-0 basis-full [overflow-wrap:anywhere]">
        <Facts>
          <Fact name="Subject">{subject}</Fact>
          <Fact name="Issuer">{issuer}</Fact>
          <Fact name="Audience">{audience}</Fact>
          {Object.entries(claims).map(([name, value]) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
          <Fact name="Keys expire">After {counted(keyMinutes, "minute")}</Fact>
        </Facts>
      </div>
      <ConfirmAction
        action={act("agent/remove-workload")}
        fields={{ agentId, identityId: id }}
        trigger="Remove…"
        triggerProps={{ size: "sm", "aria-label": `Remove ${subject}…` }}
        title="Remove this workload identity?"
        description="Its keys stop working immediately, and what they requested is cancelled. This can't be undone."
        confirm="Remove identity"
      />
    </Row>
  );
}
