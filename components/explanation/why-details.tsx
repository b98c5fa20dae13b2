import { Card } from "#components/ui/card";
import type { Explanation } from "#lib/policy/explanation/explain";
import { ExplanationList } from "./explanation-list.tsx";

/** Optional detail: the rules that decided a request and why, and the rules that nearly did. */
export function WhyDetails({ explanation, version }: { explanation: Explanation; version: number }) {
  return (
    <Card>
      <details>
        <summary className="px-4 py-3 font-medium sm:px-5">How policy evaluated this request</summary>
        <div className="border-t px-4 py-4 sm:px-5">
          <p className="mb-2 text-muted-foreground text-sm">
            Evaluated against policy version {version} at request time. Values written by the agent are shown
            like this: <span className="rounded-sm bg-muted px-1 font-mono text-[0.8125rem]">value</span>
          </p>
          <ExplanationList explanation={explanation} />
        </div>
      </details>
    </Card>
  );
}
