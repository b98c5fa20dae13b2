import { runtime } from "#app/process/runtime";
import { AgentLabels } from "#components/agents/agent-labels";
import { RuleSentences } from "#components/agents/rule-sentences";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { Separator } from "#components/ui/separator";
import type { AgentDetails } from "#lib/agents/find-agent";
import { findAuthority } from "#lib/ownership/authority";
import { LabelsForm } from "./labels-form.tsx";

const shown = 8;

/** The third layer: what policy lets the agent do. */
export async function Authority({ agent, isAdmin }: { agent: AgentDetails; isAdmin: boolean }) {
  const { rules, policyVersion, defaultOutcome } = await findAuthority(runtime().db, agent);
  const sentences = rules.map(({ id, sentence }) => ({ id, words: sentence }));
  return (
    <Card id="authority">
      <CardHeader>
        <CardTitle>Permissions</CardTitle>
        <CardDescription>
          {rules.length === 1 ? "1 rule applies" : `${rules.length} rules apply`} to this agent in policy{" "}
          <Link href="/policy" className="text-link underline underline-offset-3">
            version {policyVersion}
          </Link>
          .
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        <RuleSentences rules={sentences.slice(0, shown)} defaultOutcome={defaultOutcome} />
        {sentences.length > shown ? (
          <details>
            <summary className="w-fit cursor-pointer rounded-sm py-1.5 text-link">
              Show {sentences.length - shown} more
            </summary>
            <RuleSentences rules={sentences.slice(shown)} />
          </details>
        ) : null}
        {agent.labels.length > 0 ? <AgentLabels labels={agent.labels} /> : null}
        {isAdmin && agent.status !== "revoked" ? (
          <>
            <Separator />
            <LabelsForm agentId={agent.id} labels={agent.labels} />
          </>
        ) : null}
      </CardContent>
    </Card>
  );
}
