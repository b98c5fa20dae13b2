import { cn } from "#components/ui/cn.ts";
import type { Rendering } from "#lib/descriptors/render/rendering";

type Sentence = NonNullable<Rendering["sentence"]>;

/** The action in a sentence: the descriptor's own words and signed values, the amount largest. */
export function SentenceText({ sentence }: { sentence: Sentence }) {
  return sentence.map((part, index) =>
    "words" in part ? (
      part.words
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
      <SentenceValue key={index} part={part} />
    ),
  );
}

function SentenceValue({ part }: { part: Extract<Sentence[number], { format: string }> }) {
  const text = part.shown.as === "value" ? part.shown.text : "";
  const isLongAmount = part.format === "amount" && text.length > 13;
  return (
    <span className={cn(looks[part.format] ?? plain, isLongAmount && "max-[24rem]:text-2xl")}>{text}</span>
  );
}

const plain = "font-semibold tabular-nums";
// An agent's choice is set apart from the descriptor's own words.
const chosen = "rounded-sm bg-muted px-1 font-mono text-[0.85em]";
const looks: Record<string, string | undefined> = {
  amount: "block max-w-full font-bold text-[2.125rem] tabular-nums leading-10 tracking-tight",
  ...{ identifier: chosen, email: chosen, person: chosen, agent: chosen },
};
