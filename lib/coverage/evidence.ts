import { dora } from "./controls/dora.ts";
import { euAiAct } from "./controls/eu-ai-act.ts";
import { nistCsf2, nistCsf11 } from "./controls/nist-csf.ts";
import { owaspAgentic } from "./controls/owasp-agentic.ts";
import { owaspMcp } from "./controls/owasp-mcp.ts";
import { owaspNhi } from "./controls/owasp-nhi.ts";
import { owaspThreats } from "./controls/owasp-threats.ts";
import { soc2 } from "./controls/soc-2.ts";
import type { Figure } from "./figure.ts";
import type { Coverage } from "./read-coverage.ts";

export const frameworks = [
  ...[owaspAgentic, owaspThreats, owaspMcp, owaspNhi],
  ...[nistCsf2, nistCsf11, euAiAct, soc2, dora],
];

/** The report as a document: the mapping, the figures of one moment, and how each was found. */
export function evidenceDocument(
  { window, figures, byDay, humanQuality }: Coverage,
  { workspace, origin }: { workspace: string; origin: string },
) {
  return {
    v: 1,
    report: "countersign/control-evidence",
    workspace,
    origin,
    taken_at: window.now.toISOString(),
    window: { from: window.from.toISOString(), to: window.now.toISOString(), days: window.days },
    key_age_days: window.keyAgeDays,
    frameworks: frameworks.map(({ controls, ...framework }) => ({
      ...framework,
      controls: controls.map((control) => ({
        ...control,
        figures: control.figures.map((id) => ({ id, ...numbersOf(figures[id]) })),
      })),
    })),
    figures: Object.entries(figures).map(([id, figure]) => ({ id, ...figure })),
    outcomes_by_day: {
      days: byDay.bars.map(({ from, counts }) => ({ day: from.toISOString().slice(0, 10), ...counts })),
      query: byDay.query,
    },
    human_quality: {
      decision_seconds: humanQuality.times.map(({ risk, times }) => ({ risk, ...times })),
      shares: humanQuality.shares.map(({ counted, ...share }) => ({ ...share, ...counted })),
      query: humanQuality.query,
    },
  };
}

function numbersOf({ name, value, total, unit }: Figure) {
  return { name, value, total, unit };
}
