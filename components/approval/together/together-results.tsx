import { useEffect, useRef } from "react";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Card, RowLink, RowList } from "#components/ui/card";
import type { DecisionQueue } from "#lib/requests/decidable-requests";
import { NextRequest } from "../next-request.tsx";
import { outcomeWords, resultsAlert, resultsTitle } from "./result-words.ts";
import { fewestTogether } from "./selection.ts";
import type { Decided } from "./use-together.ts";

/** The result of each request, by name, and the way on. */
export function TogetherResults(props: {
  decided: Decided;
  /** The person's queue; undefined during a reload. */
  queue: DecisionQueue | undefined;
  /** How many requests the page still has. */
  left: number;
  onGoOn: () => void;
}) {
  const { decided, queue, left, onGoOn } = props;
  const { decision, results } = decided;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const alert = resultsAlert(results, decision);
  const names = new Map(decided.items.map(({ requestId, name }) => [requestId, name]));
  return (
    <section aria-labelledby="results" className="grid gap-4">
      <h2 id="results" ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        {resultsTitle(results, decision)}
      </h2>
      {alert ? (
        <Alert variant="warning" title={alert}>
          Each request is decided on its own. The reasons are in the list.
        </Alert>
      ) : null}
      <div className="flex min-h-11 flex-wrap items-center gap-3">
        {queue ? <NextRequest queue={queue} /> : null}
        {queue && left >= fewestTogether ? (
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
              <span className={outcomeColor(result.state)}>{outcomeWords(result, decision)}</span>
            </RowLink>
          ))}
        </RowList>
      </Card>
    </section>
  );
}

function outcomeColor(state: Decided["results"][number]["state"]): string {
  if (state === undefined) return "text-danger";
  return state === "unknown" ? "text-warning" : "text-muted-foreground";
}
