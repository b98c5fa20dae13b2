import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { Finding } from "#lib/requests/unusual/finding";
import { FindingLine } from "./finding-line.tsx";

/**
 * What is unusual about a request, in sentences by Countersign. Renders nothing without findings:
 * the absence of findings is no advice to approve.
 */
export function Unusual({ findings, agent, now }: { findings: Finding[]; agent: string; now: Date }) {
  if (findings.length === 0) return null;
  return (
    <Card aria-labelledby="unusual">
      <CardHeader>
        <div className="min-w-0">
          <CardTitle id="unusual">What's unusual</CardTitle>
          <CardDescription>Compared with earlier requests.</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <ul className="grid divide-y">
          {findings.map((finding) => (
            <li
              key={finding.kind}
              className="grid min-w-0 gap-2 py-3 [overflow-wrap:anywhere] first:pt-0 last:pb-0"
            >
              <FindingLine finding={finding} agent={agent} now={now} />
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
