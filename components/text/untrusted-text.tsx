import { keyed } from "#components/text/keyed.ts";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { type RevealedPart, revealText } from "./reveal-text.ts";

/**
 * Text by an agent: complete, as text and never as markup, isolated from the surrounding text
 * direction, with invisible, directional and look-alike characters named in place (invariant 13).
 * `as="value"` for identifiers and arguments: left to right, in signed order, with visible line ends.
 */
export function UntrustedText(props: { text: string; as?: "prose" | "value"; className?: string }) {
  const isValue = props.as === "value";
  return (
    <bdi dir={isValue ? "ltr" : "auto"} className={cn("verbatim", props.className)}>
      {keyed(revealText(props.text)).map(([key, part]) => (
        <Part key={key} part={part} isValue={isValue} />
      ))}
    </bdi>
  );
}

/** A value by an agent in the look of code. */
export function UntrustedCode({ text, className }: { text: string; className?: string }) {
  return <UntrustedText as="value" text={text} className={cn("font-mono text-[0.8125rem]", className)} />;
}

function Part({ part, isValue }: { part: RevealedPart; isValue: boolean }) {
  if (part.kind === "text") return isValue ? <Value text={part.text} /> : part.text;
  if (part.kind === "line-end") return isValue ? <LineEnd /> : "\n";
  return (
    <>
      {part.glyph ? <bdi>{part.glyph}</bdi> : null}
      <Mark text={`${part.code} ${part.name}`} />
    </>
  );
}

/** A value, with options such as `--force` unbroken: browsers break lines after a hyphen. */
function Value({ text }: { text: string }) {
  return keyed(text.split(/((?<!\S)-\S+)/)).map(([key, piece]) =>
    key % 2 === 0 ? (
      piece
    ) : (
      <span key={key} className="inline-block max-w-full">
        {piece}
      </span>
    ),
  );
}

function LineEnd() {
  return (
    <>
      <span role="img" aria-label="line break">
        <Icon name="corner-down-left" className="mx-0.5 inline size-3 text-warning" />
      </span>
      {"\n"}
    </>
  );
}

function Mark({ text }: { text: string }) {
  return (
    <bdi
      dir="ltr"
      className="mx-0.5 inline-block rounded-sm border border-warning/40 bg-warning-soft px-1 align-baseline font-mono text-[0.75em] text-warning leading-tight"
    >
      [{text}]
    </bdi>
  );
}
