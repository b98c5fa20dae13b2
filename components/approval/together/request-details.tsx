import type { ReactNode } from "react";
import { Link } from "#components/ui/link";
import type { Rendering } from "#lib/descriptors/render/rendering";
import type { RequestView } from "#lib/requests/request-view";
import type { Finding } from "#lib/requests/unusual/finding";
import { AgentsWords } from "../../text/agents-words.tsx";
import { Description } from "../description/description.tsx";
import { FindingLine } from "../unusual/finding-line.tsx";
import { withoutRepeatedAmount } from "../unusual/finding-words.ts";

interface RequestDetailsProps {
  view: RequestView;
  /** From the signed statement. */
  rendering: Rendering;
  names: Record<string, string>;
  findings: Finding[];
  /** Facts about the decision, such as the represented person. */
  notes?: ReactNode;
  now: Date;
}

/** A request in full: the signed content, the findings, and below them the agent's words. */
export function RequestDetails({ view, rendering, names, findings, notes, now }: RequestDetailsProps) {
  return (
    <div className="grid gap-4 px-4 py-4 sm:px-5">
      {notes}
      <Description rendering={rendering} names={names} />
      <UnusualFindings findings={findings} agent={view.agent.name} now={now} />
      <AgentsWords view={view} />
      <Link
        href={`/requests/${view.id}`}
        className="inline-flex min-h-11 fine:min-h-8 w-fit items-center text-link underline underline-offset-3"
      >
        Open request<span className="sr-only"> {view.id}</span>
      </Link>
    </div>
  );
}

function UnusualFindings({ findings, agent, now }: { findings: Finding[]; agent: string; now: Date }) {
  if (findings.length === 0) return null;
  return (
    <section className="grid gap-2 border-t pt-4">
      <h3 className="font-medium">What's unusual</h3>
      <ul className="grid gap-2">
        {withoutRepeatedAmount(findings).map((finding) => (
          <li key={finding.kind} className="min-w-0 [overflow-wrap:anywhere]">
            <FindingLine finding={finding} agent={agent} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}
