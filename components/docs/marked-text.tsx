import { Fragment } from "react";

/** Text of the OpenAPI document, where `backticks` enclose code, as Markdown has it. */
export function MarkedText({ text }: { text: string }) {
  return text.split("`").map((part, index) => {
    const key = `${index} ${part}`;
    if (index % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
    return (
      <code key={key} className="font-mono text-[0.9em] [overflow-wrap:anywhere]">
        {part}
      </code>
    );
  });
}
