"use client";

import { useEffect, useRef } from "react";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { RowLink, RowList } from "#components/ui/row-list";
import type { DecisionQueue } from "#lib/requests/decidable-requests";
import { NextRequest } from "../next-request.tsx";
import { outcomeWords, resultsTitle } from "./result-words.ts";
import type { Decided } from "./use-together.ts";

/** What became of each request, by name, and the way on. */
export function TogetherResults(props: {
  decided: Decided;
  /** What needs the person now; undefined while it is read again. */
  queue: DecisionQueue | undefined;
  /** How many requests the page still has. */
  left: number;
  onGoOn: () => void;
}) {
  const { decided, queue, left, onGoOn } = props;
  const { decision, results } = decided;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const refused = results.filter(({ state }) => state === undefined).length;
  const names = new Map(decided.items.map(({ requestId, name }) => [requestId, name]));
  return (
    <section aria-labelledby="results" className="grid gap-4">
      <h2 id="results" ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        {resultsTitle(results, decision)}
      </h2>
      {refused > 0 ? (
        <Alert
          variant="warning"
          title={decision === "approve" ? "Not all requests were approved" : "Not all requests were denied"}
        >
          Each request is decided on its own. The reasons are in the list.
        </Alert>
      ) : null}
      <div className="flex min-h-11 flex-wrap items-center gap-3">
        {queue ? <NextRequest queue={queue} /> : null}
        {queue && left > 0 ? (
          <Button variant="outline" onClick={onGoOn}>
            Review {counted(left, "more request")}
          </Button>
        ) : null}
      </div>
      <Card aria-label="Results">
        <RowList>
          {results.map((result) => (
            <RowLink key={result.request} href={`/requests/${result.request}`} className="grid gap-1">
              <span className="min-w-0">{names.get(result.request) ?? result.request}</span>
              <span className={result.state ? "text-muted-foreground" : "text-danger"}>
                {outcomeWords(result, decision)}
              </span>
            </RowLink>
          ))}
        </RowList>
      </Card>
    </section>
  );
}
