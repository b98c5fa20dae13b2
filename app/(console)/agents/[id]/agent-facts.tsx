import { Time } from "#components/text/time";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { Fact, Facts } from "#components/ui/facts";
import type { AgentDetails } from "#lib/agents/find-agent";

export function AgentFacts({ agent, origin, now }: { agent: AgentDetails; origin: string; now: Date }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Details</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-4">
        <Facts className="sm:grid-cols-[6rem_minmax(0,1fr)]">
          <Fact name="Created">
            <Time at={agent.createdAt} now={now} isAlone />
          </Fact>
          <Fact name="Last request">
            {agent.lastSeenAt ? <Time at={agent.lastSeenAt} now={now} isAlone /> : "Never"}
          </Fact>
          <Fact name="ID">
            <code className="font-mono text-[0.8125rem]">{agent.id}</code>
          </Fact>
        </Facts>
        <CodeBlock label="Request endpoint" text={`POST ${origin}/api/v1/agents/${agent.id}/requests`} />
      </CardContent>
    </Card>
  );
}
