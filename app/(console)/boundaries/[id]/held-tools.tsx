import { act } from "#app/(console)/acts/act";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { Time } from "#components/text/time";
import { UntrustedText } from "#components/text/untrusted-text";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHead } from "#components/ui/card";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";
import type { BoundaryToolView } from "#lib/boundary/registry/list-tools";
import { ToolDifference } from "./tool-difference.tsx";

export function HeldTools(props: { boundary: BoundaryView; held: BoundaryToolView[]; now: Date }) {
  const { boundary, held, now } = props;
  const readable = held.filter(({ seenText }) => seenText !== null);
  const total = boundary.tools.added + boundary.tools.changed;
  return (
    <Card aria-labelledby="held-tools">
      <CardHead
        isOneBlock
        id="held-tools"
        title="Held tools"
        aside={
          readable.length > 1 ? (
            <AcceptButton boundaryId={boundary.id} tools={readable}>
              Accept {readable.length === total ? "all" : "shown"} ({readable.length})…
            </AcceptButton>
          ) : null
        }
      >
        {total === 0
          ? "No tools are held."
          : "Written by the tools' server, not verified. A model that reads this text may follow it."}
      </CardHead>
      {held.length > 0 ? (
        <ul className="divide-y border-t">
          {held.map((tool) => (
            <HeldTool key={tool.name} boundaryId={boundary.id} tool={tool} now={now} />
          ))}
        </ul>
      ) : null}
      {total > held.length ? (
        <CardContent className="border-t pt-4 text-muted-foreground">
          {total - held.length} more appear here once these are accepted.
        </CardContent>
      ) : null}
    </Card>
  );
}

function HeldTool({ boundaryId, tool, now }: { boundaryId: string; tool: BoundaryToolView; now: Date }) {
  const { name, state, seenText, acceptedText, changedAt } = tool;
  return (
    <li className="grid gap-3 px-4 py-4 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-1">
          <h3 className="min-w-0 [overflow-wrap:anywhere]">
            <UntrustedText as="value" text={name} className="font-mono text-[0.875rem]" />
          </h3>
          <span className="flex flex-wrap items-center gap-2 text-[0.8125rem] text-muted-foreground">
            <Badge variant="warning" icon="quote">
              Unverified
            </Badge>
            <span>
              {state === "added" ? "New" : "Changed"} · First seen like this <Time at={changedAt} now={now} />
            </span>
          </span>
        </div>
        {seenText === null ? null : (
          <AcceptButton boundaryId={boundaryId} tools={[tool]}>
            Accept…<span className="sr-only"> {name}</span>
          </AcceptButton>
        )}
      </div>
      {seenText === null ? (
        <p className="text-muted-foreground">
          The boundary didn't send this tool's text, or it's too long to show. It can't be accepted.
        </p>
      ) : (
        <ToolDifference accepted={acceptedText} seen={seenText} />
      )}
    </li>
  );
}

function AcceptButton(props: { boundaryId: string; tools: BoundaryToolView[]; children: React.ReactNode }) {
  const tools = props.tools.map(({ name, seenDescription: description, seenSchema: schema }) => ({
    ...{ name, description, schema },
  }));
  return (
    <ConfirmedButton
      action={act("boundary/accept")}
      fields={{ boundaryId: props.boundaryId, tools: JSON.stringify(tools) }}
      buttonProps={{ ...(tools.length === 1 && { size: "sm" }) }}
    >
      {props.children}
    </ConfirmedButton>
  );
}
