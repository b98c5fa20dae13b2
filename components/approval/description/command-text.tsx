import type { CommandPart } from "#lib/descriptors/commands/alarming-parts";
import { UntrustedText } from "../../text/untrusted-text.tsx";

/** A command with its alarming parts marked. The parts together are the command. */
export function CommandText({ text, parts }: { text: string; parts: readonly CommandPart[] }) {
  const cuts = [0, ...parts.flatMap(({ from, to }) => [from, to]), text.length];
  return (
    <pre
      data-review="value"
      className="max-w-full whitespace-pre-wrap rounded-md bg-muted px-3 py-1.5 font-mono text-xs leading-[1.125rem] sm:text-[0.8125rem] sm:leading-5 [overflow-wrap:anywhere]"
    >
      {cuts.slice(1).map((to, index) => (
        <Part key={to} text={text.slice(cuts[index], to)} isMarked={index % 2 === 1} />
      ))}
    </pre>
  );
}

function Part({ text, isMarked }: { text: string; isMarked: boolean }) {
  if (text === "") return null;
  const shown = <UntrustedText as="value" text={text} />;
  if (!isMarked) return shown;
  return (
    <mark className="rounded-sm bg-danger-soft box-decoration-clone px-0.5 text-danger">
      <span className="sr-only">Look here: </span>
      {shown}
    </mark>
  );
}
