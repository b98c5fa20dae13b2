"use client";

import { useEffect, useRef } from "react";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import type { TrialView } from "./trial-view.tsx";

/**
 * The simulated outcome and reasons. Takes the focus, so that a screen reader announces the result.
 */
export function TrialResult({ result, isPending }: { result: TrialView | undefined; isPending: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (result) heading.current?.focus();
  }, [result]);
  return (
    <Card aria-labelledby="result" aria-busy={isPending}>
      <CardHeader>
        <CardTitle id="result" ref={heading} tabIndex={-1} className="outline-none">
          {result?.headline ?? "Result"}
        </CardTitle>
        {result?.badge}
      </CardHeader>
      <CardContent className="grid gap-3">
        {result ? (
          <>
            <ul className="grid gap-1">
              {result.sentences.map((sentence) => (
                <li key={sentence} className="[overflow-wrap:anywhere]">
                  {sentence}
                </li>
              ))}
            </ul>
            {result.why}
          </>
        ) : (
          <p className="text-muted-foreground">
            Fill in a request and run it to see the outcome and how each rule was evaluated.
          </p>
        )}
      </CardContent>
    </Card>
  );
}
