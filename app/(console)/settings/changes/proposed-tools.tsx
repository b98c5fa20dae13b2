import { runtime } from "#app/runtime/runtime";
import { UntrustedText } from "#components/text/untrusted-text";
import { findShown } from "#lib/boundary/registry/shown-tools";
import type { ProposedChange } from "#lib/proposals/proposed-change";
import { ToolDifference } from "../../boundaries/[id]/tool-difference.tsx";

/** The accepted tools of a change, each with the text of exactly the proposed hashes. */
export async function ProposedTools(props: {
  change: Extract<ProposedChange, { act: "boundary.accept_tools" }>;
}) {
  const { boundary: boundaryId, tools } = props.change;
  const found = await findShown(runtime().db, { boundaryId, tools });
  const texts = new Map(found.map((text) => [text.name, text]));
  return (
    <div className="grid gap-2">
      <p className="text-muted-foreground">
        Written by the tools' server, not verified. A model that reads this text may follow it.
      </p>
      <ul className="divide-y rounded-md border">
        {tools.map(({ name }) => {
          const text = texts.get(name);
          return (
            <li key={name} className="grid gap-3 p-3">
              <h3 className="min-w-0 [overflow-wrap:anywhere]">
                <UntrustedText as="value" text={name} className="font-mono text-[0.875rem]" />
              </h3>
              {text ? (
                <ToolDifference accepted={text.acceptedText} seen={text.seenText} />
              ) : (
                <p className="text-muted-foreground">
                  Not listed as it was proposed. The change can't be confirmed until it is.
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
