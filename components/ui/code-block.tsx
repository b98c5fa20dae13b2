import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

/** Text to copy: the whole text, and a button. Long lines wrap, but a command scrolls on its line. */
export function CodeBlock(props: { label: string; text: string; isCommand?: boolean; className?: string }) {
  return (
    <figure className={cn("overflow-hidden rounded-md border bg-muted", props.className)}>
      <figcaption className="flex items-center justify-between gap-3 border-b bg-card py-1.5 pr-1.5 pl-3">
        <span className="font-medium text-[0.8125rem] text-muted-foreground">{props.label}</span>
        <CopyButton variant="ghost" label="Copy" text={props.text} of={props.label} />
      </figcaption>
      {props.isCommand ? (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="scroll-edges [--surface:var(--color-muted)] overflow-x-auto px-3 py-2.5 font-mono text-[0.8125rem] leading-5"
        >
          <code>{props.text}</code>
        </pre>
      ) : (
        <pre className="verbatim px-3 py-2.5 font-mono text-[0.8125rem] leading-5">
          <code>{props.text}</code>
        </pre>
      )}
    </figure>
  );
}
