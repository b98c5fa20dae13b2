import { type RefObject, startTransition, useEffect, useState } from "react";
import { grouped } from "#components/text/plural.ts";
import type { MatchCount } from "#lib/policy/replay/count-matches";

/** How long the form must be at rest before the server counts. */
const restMilliseconds = 500;

/** How many recent requests the rule as typed would match, counted anew after each change of its form. */
export function MatchCountLine(props: {
  form: RefObject<HTMLFormElement | null>;
  /** Undefined for a rule that isn't complete, or can't be counted. */
  count: (form: FormData) => Promise<MatchCount | undefined>;
}) {
  const { form, count } = props;
  const [found, setFound] = useState<MatchCount>();
  useEffect(() => {
    const typed = form.current;
    if (!typed) return;
    let timer: ReturnType<typeof setTimeout>;
    let latest = 0;
    let asked: string | undefined;
    const ask = () => {
      const data = new FormData(typed);
      const parts = countedParts(data);
      if (parts === asked) return;
      asked = parts;
      const turn = ++latest;
      // A lost connection says nothing about the rule: the line then stays empty.
      const counted = count(data).catch(() => {
        if (turn === latest) asked = undefined;
        return undefined;
      });
      counted.then((result) => (turn === latest ? startTransition(() => setFound(result)) : undefined));
    };
    const askLater = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, restMilliseconds);
    };
    // A count would delay the answer to the form, and the page that follows.
    const stop = () => clearTimeout(timer);
    askLater();
    typed.addEventListener("input", askLater);
    typed.addEventListener("click", askLater);
    typed.addEventListener("submit", stop);
    return () => {
      stop();
      latest = Number.NaN;
      typed.removeEventListener("input", askLater);
      typed.removeEventListener("click", askLater);
      typed.removeEventListener("submit", stop);
    };
  }, [form, count]);
  return (
    <p role="status" className="min-h-5 text-muted-foreground text-sm">
      {found ? wordsOf(found) : null}
    </p>
  );
}

/** The form as text, without the rule's name, on which the count doesn't depend. */
function countedParts(data: FormData): string {
  return JSON.stringify([...data].filter(([name]) => name !== "title"));
}

function wordsOf({ matched, of, isCut }: MatchCount): string {
  if (of === 0) return "No requests in the last 30 days to compare with.";
  const requests = of === 1 ? "request" : "requests";
  const which = isCut
    ? `the latest ${grouped(of)} ${requests}`
    : `${grouped(of)} ${requests} of the last 30 days`;
  return `Matches ${grouped(matched)} of ${which}`;
}
