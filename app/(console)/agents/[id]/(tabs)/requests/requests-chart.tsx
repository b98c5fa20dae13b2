import { DailyChart } from "#components/agents/daily-chart";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { loadDays } from "../../load-agent.ts";

/** The agent's requests in 30 days and their outcomes; empty for an agent without requests. */
export async function RequestsChart({ agentId }: { agentId: string }) {
  const days = await loadDays(agentId);
  if (days.every(({ outcomes }) => Object.keys(outcomes).length === 0)) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Last 30 days</CardTitle>
      </CardHeader>
      <CardContent>
        <DailyChart days={days} />
      </CardContent>
    </Card>
  );
}
