"use client";

import { useState } from "react";
import { UntrustedCode, UntrustedText } from "#components/text/untrusted-text";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card, CardHead } from "#components/ui/card";
import type { ServerProposal } from "#lib/boundary/mapping/kept/rules-to-start";
import { ruleText } from "../../mapping-text.ts";

interface Props {
  proposals: ServerProposal[];
  /** Takes a rule over into the text. @returns false if the text can't take it */
  onAdd: (rule: NonNullable<ServerProposal["rule"]>) => boolean;
}

export function Proposals({ proposals, onAdd }: Props) {
  return (
    <Card aria-labelledby="proposals">
      <CardHead isOneBlock id="proposals" title="Proposed by the server">
        Written by the tools' server, not verified. A type that policy auto-approves lets calls run without a
        person.
      </CardHead>
      <ul className="divide-y border-t">
        {proposals.map((proposal) => (
          <Proposal key={proposal.tool} proposal={proposal} onAdd={onAdd} />
        ))}
      </ul>
    </Card>
  );
}

function Proposal({ proposal, onAdd }: { proposal: ServerProposal; onAdd: Props["onAdd"] }) {
  const { tool, rule, untranslated } = proposal;
  const [said, setSaid] = useState("");
  return (
    <li className="grid gap-3 px-4 py-4 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <h3 className="min-w-0 [overflow-wrap:anywhere]">
            <UntrustedText as="value" text={tool} className="font-mono text-[0.875rem]" />
          </h3>
          <Badge variant="warning" icon="quote">
            Unverified
          </Badge>
        </div>
        {rule ? (
          <Button
            type="button"
            variant="outline"
            size="sm"
            onClick={() =>
              setSaid(
                onAdd(rule) ? "Added to the text above. Nothing is saved yet." : "Fix the JSON above first.",
              )
            }
          >
            Add rule<span className="sr-only"> for {tool}</span>
          </Button>
        ) : null}
      </div>
      {rule ? <Words label="Rule" text={ruleText(rule)} /> : null}
      {untranslated.map(({ path, expression }) => (
        <Words key={path} label="Not translated" text={`${path} ${expression}`.trim()} />
      ))}
      <p role="status" className="text-[0.8125rem] text-muted-foreground empty:hidden">
        {said}
      </p>
    </li>
  );
}

function Words({ label, text }: { label: string; text: string }) {
  return (
    <div className="grid min-w-0 gap-1 rounded-md border border-dashed p-3">
      <span className="text-[0.8125rem] text-muted-foreground">{label}</span>
      <UntrustedCode text={text} className="[overflow-wrap:anywhere]" />
    </div>
  );
}
