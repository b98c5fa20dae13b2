import { Fragment } from "react";
import { RelativeTime } from "#components/text/relative-time";
import { TextLink } from "#components/ui/link";
import type { Words } from "./repeat-words.ts";

/** Words with times that stay true on an open page; with `href`, the times are links. */
export function WordsText({ words, href, now }: { words: Words; href?: string | undefined; now: Date }) {
  return words.map((part) => {
    if (typeof part === "string") return <Fragment key={part}>{part}</Fragment>;
    const time = <RelativeTime key={part.getTime()} at={part} now={now} />;
    if (!href) return time;
    return (
      <TextLink key={part.getTime()} href={href}>
        {time}
      </TextLink>
    );
  });
}
