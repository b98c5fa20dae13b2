import type { coverageLinks } from "#app/web/query/coverage-links";
import type { CoverageQuery } from "#app/web/query/coverage-query";
import { AttentionList, type Check } from "#components/coverage/attention-list";
import { inUnit } from "#components/coverage/figure-text.ts";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { FigureId, Figures } from "#lib/coverage/measures";

interface Look {
  figures: Figures;
  links: ReturnType<typeof coverageLinks>;
}

// The worst first.
const counts: [FigureId, Check["verb"]][] = [
  ["breakGlassOverdue", "Review"],
  ["uncertainExecutions", "Resolve"],
  ["policyFaults", "Fix"],
  ["breakGlassOpen", "Review"],
  ["ghosts", "Resolve"],
];
const shares: { id: FigureId; name: string; about: string; verb: Check["verb"] }[] = [
  {
    id: "agentsOwned",
    name: "Agents without an active owner",
    about: "No one can approve their requests as the owner.",
    verb: "Resolve",
  },
  {
    id: "agentsAttested",
    name: "Overdue ownership reviews",
    about: "Agents whose owner hasn't confirmed ownership in time.",
    verb: "Review",
  },
  {
    id: "agentsWithYoungKeys",
    name: "Agents with old keys",
    about: "An active key is older than the maximum key age.",
    verb: "Fix",
  },
];
const minor: [FigureId, Check["verb"]][] = [
  ["uncheckedDecisions", "Fix"],
  ["sharedKeys", "Fix"],
  ["defaultHits", "Review"],
  ["agentsWithoutKey", "Review"],
  ["breakGlassUsed", "Review"],
  ["monitoredRules", "Review"],
  ["monitoredRequests", "Review"],
];

export function Attention({ query, ...look }: Look & { query: CoverageQuery }) {
  const checks = [
    ...counts.map((each) => checkOf(look, each)),
    ...shares.map(({ id, ...words }) => missingOf(look, id, words)),
    ...minor.map((each) => checkOf(look, each)),
  ];
  const isClear = checks.every(({ found }) => found === null);
  return (
    <Card aria-label="Needs attention">
      <CardHeader>
        <CardTitle>{isClear ? "Nothing needs attention" : "Needs attention"}</CardTitle>
        <CardDescription className="text-[0.8125rem]">
          Requests and approvals of the last {query.window.days} days, everything else as of now.
        </CardDescription>
      </CardHeader>
      <AttentionList checks={checks} />
    </Card>
  );
}

function checkOf({ figures, links }: Look, [id, verb]: [FigureId, Check["verb"]]): Check {
  const { name, about, value, unit } = figures[id];
  return { id, name, about, found: value ? inUnit(value, unit) : null, verb, href: links[id].counted };
}

function missingOf(
  { figures, links }: Look,
  id: FigureId,
  words: { name: string; about: string; verb: Check["verb"] },
): Check {
  const { value, total, unit } = figures[id];
  const missing = (total ?? 0) - (value ?? 0);
  const href = links[id].missing ?? links[id].counted;
  return { id, ...words, found: missing > 0 ? inUnit(missing, unit) : null, href };
}
