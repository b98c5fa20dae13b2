import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import type { Json } from "#lib/canonical";
import type { RequestView } from "#lib/requests/request-view";
import { JsonValue } from "./json-value.tsx";
import { UntrustedText } from "./untrusted-text.tsx";

interface AgentsWordsProps {
  view: RequestView;
  /** Whether the viewer's passkey can sign the request. */
  isSigned: boolean;
}

/**
 * The agent's reason and context. Labeled as unverified: Countersign does not check the text, and
 * the text is not part of the signed statement. Nothing for a test request, which no agent wrote.
 */
export function AgentsWords({ view: { agent, reason, context }, isSigned }: AgentsWordsProps) {
  if (agent.isTest) return null;
  return (
    <Card aria-labelledby="agents-words" className="border-dashed">
      <CardHeader>
        <div className="min-w-0">
          <CardTitle id="agents-words">Agent's reason</CardTitle>
          <CardDescription>
            Written by {agent.name}. Not verified.
            {isSigned ? (
              <span className="[body:has([data-final])_&]:invisible"> Not part of what you sign.</span>
            ) : null}
          </CardDescription>
        </div>
        <Badge variant="warning">
          <Icon name="quote" />
          Unverified
        </Badge>
      </CardHeader>
      <CardContent className="grid gap-4">
        <ReasonQuote reason={reason} />
        {context === null ? null : (
          <section aria-labelledby="context" className="grid gap-2 border-t pt-4">
            <h3 id="context" className="font-medium text-sm">
              Context from the agent
            </h3>
            <JsonValue value={JSON.parse(context) as Json} />
          </section>
        )}
      </CardContent>
    </Card>
  );
}

/** The agent's reason, as a quotation. */
export function ReasonQuote({ reason }: { reason: string | null }) {
  if (reason === null) return <p className="text-muted-foreground">No reason given.</p>;
  return (
    <blockquote className="border-l-2 border-l-input pl-3">
      <UntrustedText text={reason} className="block text-[0.9375rem] leading-6" />
    </blockquote>
  );
}
