"use client";

import { firstRequestSnippets } from "#components/agents/snippets.ts";
import { CodeBlock } from "#components/ui/code-block";

/** The first request in more languages, with the key of the first step. */
export function OtherWays({ agent }: { agent: { id: string; name: string } }) {
  return (
    <div className="grid">
      {firstRequestSnippets(agent).map(({ label, needs, text }) => (
        <details key={label} className="border-b first:border-t">
          <summary className="control-height flex cursor-pointer items-center gap-1 text-link text-sm">
            Or with {label}
          </summary>
          <div className="grid gap-2 pb-3">
            <p className="text-[0.8125rem] text-muted-foreground">{needs}</p>
            <CodeBlock label={`First request in ${label}`} text={text} />
          </div>
        </details>
      ))}
    </div>
  );
}
