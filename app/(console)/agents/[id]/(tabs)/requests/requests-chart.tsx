import { DailyChart } from "#components/agents/daily-chart";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { loadDays } from "../../load-agent.ts";

/** The agent's requests in 30 days and their outcomes; empty for an agent without requests. */
export async function RequestsChart({ agentId }: { agentId: string }) {
  const days = await loadDays(agentId);
  if (days.every(({ outcomes }) => Object.keys(outcomes).length === 0)) return null;
  return (
    <Card>
      <CardHead title="Last 30 days" />
      <CardContent>
        <DailyChart days={days} />
      </CardContent>
    </Card>
  );
}
