import { cn } from "#components/ui/cn.ts";
import type { Json } from "#lib/json/canonical";
import type { RequestView } from "#lib/requests/request-view";
import { JsonValue } from "./json-value.tsx";
import { revealText } from "./reveal-text.ts";
import { UntrustedText } from "./untrusted-text.tsx";

/** The agent's reason and context, labeled as unverified: no approver signs the text. */
export function AgentsWords({ view: { id, agent, reason, context } }: { view: RequestView }) {
  if (agent.isTest) return null;
  // A page of several requests has several.
  const titleId = `agents-words-${id}`;
  const isLong = reason !== null && (shownLength(reason) > 80 || /[\n\r]/.test(reason));
  return (
    <section
      aria-labelledby={titleId}
      className="rounded-r-md border-l-2 border-l-warning bg-muted px-3 py-1"
    >
      <h2 id={titleId} className="font-medium text-warning text-xs leading-5">
        Unverified, written by the agent
      </h2>
      {isLong ? (
        <details className="group relative">
          <summary className="list-none [&::-webkit-details-marker]:hidden">
            <span className="absolute -top-5 right-0 text-link text-xs leading-5 underline underline-offset-3 group-open:hidden">
              Show all
            </span>
            <ReasonQuote reason={reason} className="line-clamp-2 group-open:line-clamp-none" />
          </summary>
        </details>
      ) : (
        <ReasonQuote reason={reason} />
      )}
      {context === null ? null : (
        <details>
          <summary className="touch-target text-[0.8125rem] text-link">Context from the agent</summary>
          <div className="py-1.5">
            <JsonValue value={JSON.parse(context) as Json} />
          </div>
        </details>
      )}
    </section>
  );
}

/** Why an agent froze itself, if it said so. */
export function OwnReason({ reason }: { reason: string | null }) {
  if (!reason) return null;
  return (
    <div className="mt-1 border-l-2 border-l-warning pl-2">
      <span className="block font-medium text-xs leading-5">Unverified, written by the agent</span>
      <ReasonQuote reason={reason} />
    </div>
  );
}

/** The agent's reason, as a quotation. */
function ReasonQuote({ reason, className }: { reason: string | null; className?: string }) {
  if (reason === null) return <p className="text-muted-foreground">No reason given.</p>;
  return (
    <blockquote className={cn("leading-5", className)}>
      <UntrustedText text={reason} />
    </blockquote>
  );
}

/** How many characters a text takes on the screen: a mark takes as many as its name. */
function shownLength(text: string): number {
  return revealText(text).reduce((sum, part) => {
    if (part.kind === "text") return sum + part.text.length;
    return sum + (part.kind === "mark" ? part.code.length + part.name.length : 1);
  }, 0);
}
