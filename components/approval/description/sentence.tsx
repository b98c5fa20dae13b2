import type { Rendering } from "#lib/descriptors/render/rendering.mjs";

type Sentence = NonNullable<Rendering["sentence"]>;

/** What happens, in one sentence: the descriptor's own words and signed values, the amount largest. */
export function SentenceText({ sentence }: { sentence: Sentence }) {
  return sentence.map((part, index) =>
    "words" in part ? (
      part.words
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
      <span key={index} className={part.format === "amount" ? amountLook : valueLook}>
        {part.shown.as === "value" ? part.shown.text : null}
      </span>
    ),
  );
}

const amountLook = "font-bold text-3xl tabular-nums leading-9 tracking-tight";
const valueLook = "font-semibold tabular-nums";
