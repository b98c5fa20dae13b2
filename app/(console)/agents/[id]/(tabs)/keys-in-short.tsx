import { Time } from "#components/text/time";
import { Card, CardHeader, CardTitle, Row, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import type { AgentDetails } from "#lib/agents/find-agent";
import { keyNames } from "../agent-keys.tsx";

const shown = 3;

/** The agent's usable keys. The tab Keys lists revoked and expired keys too. */
export function KeysInShort({ agent, now }: { agent: AgentDetails; now: Date }) {
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
