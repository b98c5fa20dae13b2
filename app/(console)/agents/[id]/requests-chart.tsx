import { runtime } from "#app/process/runtime";
import { DailyChart } from "#components/agents/daily-chart";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { listDailyOutcomes } from "#lib/agents/list-daily-outcomes";

/** The agent's requests in 30 days and their outcomes; empty for an agent without requests. */
export async function RequestsChart({ agentId, now }: { agentId: string; now: Date }) {
  const days = await listDailyOutcomes(runtime().db, { agentId, now });
  if (days.every(({ outcomes }) => Object.keys(outcomes).length === 0)) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Requests, last 30 days</CardTitle>
      </CardHeader>
      <CardContent>
        <DailyChart days={days} />
      </CardContent>
    </Card>
  );
}
