import type { coverageLinks } from "#app/web/query/coverage-links";
import type { CoverageQuery } from "#app/web/query/coverage-query";
import { FigureRows } from "#components/coverage/figure-rows";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { FigureId, Figures } from "#lib/coverage/measures";

const exceptions: [FigureId, string?][] = [
  ["breakGlassOverdue", "Overdue"],
  ["breakGlassOpen", "Needs review"],
  ["uncertainExecutions", "Resolve"],
  ["breakGlassUsed"],
  ["policyFaults", "Fix policy"],
  ["doubtfulDecisions"],
  ["defaultHits"],
  ["monitoredRules"],
  ["monitoredRequests"],
];

/** What was out of the ordinary: the worst first. */
export function Exceptions(props: {
  query: CoverageQuery;
  figures: Figures;
  links: ReturnType<typeof coverageLinks>;
}) {
  const { figures, links, query } = props;
  return (
    <Card aria-label="Exceptions" className="mt-4">
      <CardHeader>
        <CardTitle>Exceptions</CardTitle>
        <CardDescription>
          Last {query.window.days} days. Open reviews, uncertain executions and monitor mode show current
          status.
        </CardDescription>
      </CardHeader>
      <FigureRows
        rows={exceptions.map(([id, alarm]) => ({
          id,
          figure: figures[id],
          href: links[id].counted,
          ...(alarm && { alarm }),
        }))}
      />
    </Card>
  );
}
