import { AgentLabels } from "#components/agents/agent-labels";
import { Time } from "#components/text/time";
import { Card, CardContent, CardHead, Fact, Facts } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import type { AgentDetails } from "#lib/agents/find-agent";
import { LabelEditor } from "../label-editor.tsx";

interface Props {
  agent: AgentDetails;
  origin: string;
  isAdmin: boolean;
  now: Date;
}

export function AgentFacts({ agent, origin, isAdmin, now }: Props) {
  return (
    <Card>
      <CardHead title="Details" />
      <CardContent className="grid gap-4">
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
      </CardContent>
    </Card>
  );
}
