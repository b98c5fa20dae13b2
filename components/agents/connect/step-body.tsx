import { Fragment } from "react";
import { CopyNow } from "#components/settings/created-credential";
import { CodeBlock } from "#components/ui/code-block";
import type { Step } from "./step.ts";

/** A longer text is a file, which no one reads line by line here. */
const mostLines = 16;

/** A step's words, its secret's warning and its texts to copy. */
export function StepBody({ step }: { step: Step }) {
  return (
    <div className="grid gap-3">
      {step.words ? <Words text={step.words} /> : null}
      {step.once ? (
        <CopyNow noun={step.once.noun}>
          <span>{step.once.words}</span>
        </CopyNow>
      ) : null}
      {step.blocks.map(({ label, text, sha256 }) => (
        <div key={label} className="grid gap-1">
          {text.split("\n").length > mostLines ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <div tabIndex={0} className="max-h-72 overflow-y-auto rounded-md">
              <CodeBlock label={label} text={text} />
            </div>
          ) : (
            <CodeBlock label={label} text={text} />
          )}
          {sha256 ? (
            <p className="font-mono text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
              SHA-256 {sha256}
            </p>
          ) : null}
        </div>
      ))}
    </div>
  );
}

function Words({ text }: { text: string }) {
  return (
    <p className="text-muted-foreground [overflow-wrap:anywhere]">
      {text.split("`").map((part, index) => {
        const key = `${index} ${part}`;
        if (index % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
        return (
          <code key={key} className="font-mono">
            {part}
          </code>
        );
      })}
    </p>
  );
}
