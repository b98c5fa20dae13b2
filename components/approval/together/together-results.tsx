"use client";

import { useEffect, useRef } from "react";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { RowLink, RowList } from "#components/ui/row-list";
import type { Result } from "./approve-together.ts";
import { outcomeWords, resultsTitle } from "./result-words.ts";
import type { TogetherItem } from "./together-item.ts";

/** What became of each request, by name. */
export function TogetherResults({ results, items }: { results: Result[]; items: TogetherItem[] }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const refused = results.filter(({ state }) => state === undefined).length;
  const byId = new Map(items.map((item) => [item.requestId, item]));
  return (
    <section aria-labelledby="results" className="grid gap-4">
      <h2 id="results" ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        {resultsTitle(results)}
      </h2>
      {refused > 0 ? (
        <Alert variant="warning" title="Not all requests were approved">
          Each request is decided on its own. The reasons are in the list.
        </Alert>
      ) : null}
      <Card aria-label="Results">
        <RowList>
          {results.map((result) => (
            <RowLink key={result.request} href={`/requests/${result.request}`} className="grid gap-1">
              <span className="min-w-0">{byId.get(result.request)?.name ?? result.request}</span>
              <span className={result.state ? "text-muted-foreground" : "text-danger"}>
                {outcomeWords(result)}
              </span>
            </RowLink>
          ))}
        </RowList>
      </Card>
      <Button asChild variant="outline" className="w-fit">
        <Link href="/queue">Back to requests</Link>
      </Button>
    </section>
  );
}
